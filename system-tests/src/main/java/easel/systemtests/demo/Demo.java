package easel.systemtests.demo;

import easel.systemtests.EaselClient;
import easel.systemtests.Simulator;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Plays the story on a running Easel; exits with 0 only if it held.
///
/// Arguments: the address of an api, the address of the simulator. `EASEL_ADMIN_KEY` is the
/// operator's key.
public final class Demo {
  private final Screen screen = Screen.standard();
  private final EaselClient operator;
  private final Simulator simulator;

  private Demo(EaselClient operator, Simulator simulator) {
    this.operator = operator;
    this.simulator = simulator;
  }

  public static void main(String[] arguments) throws InterruptedException, ExecutionException {
    var key = System.getenv("EASEL_ADMIN_KEY");
    if (arguments.length != 2 || key == null) {
      System.err.println(
          "Expected the addresses of an api and of the simulator, and EASEL_ADMIN_KEY; './easel demo' knows them.");
      System.exit(2);
    }
    var demo =
        new Demo(
            new EaselClient(URI.create(arguments[0]), key),
            new Simulator(URI.create(arguments[1])));
    System.exit(demo.play() ? 0 : 1);
  }

  private boolean play() throws InterruptedException, ExecutionException {
    screen.say("  Setting the stage: two customers, three linked accounts");
    try (var helpers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Stage> one = helpers.submit(() -> Stage.set(operator, simulator, List.of("ada")));
      Future<Stage> two =
          helpers.submit(() -> Stage.set(operator, simulator, List.of("ben", "cleo")));
      var held =
          play(
              "Eight jobs on one account with three slots: 1, 2 and 3 run, 4 to 8 wait; job 4 starts when job 1 ends",
              one.get());
      return play("Eight jobs on two accounts with three slots each: they take turns", two.get())
          && held;
    }
  }

  private boolean play(String title, Stage stage) {
    screen.say("");
    screen.say(screen.bold("  " + title));
    List<String> flaws;
    try {
      flaws = new Act(stage, simulator, screen).play().flaws();
    } finally {
      stage.clear();
    }
    flaws.forEach(flaw -> screen.say(screen.red("  ✗ " + flaw)));
    if (flaws.isEmpty()) {
      screen.say(
          screen.green("  ✓ ")
              + "all done, in order, each as soon as a slot was free, never more than three at once on an account"
              + (stage.players().size() > 1 ? ", in turn" : ""));
    }
    return flaws.isEmpty();
  }
}
