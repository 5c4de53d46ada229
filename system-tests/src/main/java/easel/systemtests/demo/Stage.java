package easel.systemtests.demo;

import easel.systemtests.Answer;
import easel.systemtests.EaselClient;
import easel.systemtests.EaselClient.Link;
import easel.systemtests.Simulator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A customer of the demo's own and its accounts, for one act.
record Stage(EaselClient operator, long customerId, EaselClient customer, List<Player> players) {
  static final int SLOTS = 3;
  private static final Duration READY = Duration.ofMinutes(1);

  /// A linked account and who that is at Discord.
  record Player(long id, Simulator.Account discord) {
    String name() {
      return discord.username();
    }
  }

  /// Makes all that the act needs and returns when every account can take jobs.
  static Stage set(EaselClient operator, Simulator simulator, List<String> names) {
    var made = operator.createCustomer("Demo of " + String.join(" and ", names), "PRO");
    var customer = operator.as(made.apiKey());
    var players =
        names.stream()
            .map(
                name -> {
                  var discord = simulator.createAccount("BASIC", name);
                  var link = Link.of(discord, simulator.createChannel(), SLOTS);
                  var account = patiently(() -> customer.tryLink(link)).expect(201);
                  return new Player(account.required("id").asLong(), discord);
                })
            .toList();
    var stage = new Stage(operator, made.id(), customer, players);
    stage.awaitReady();
    return stage;
  }

  /// Calls until the answer is another than "not so fast": a customer may call once per 3 s.
  static Answer patiently(Supplier<Answer> call) {
    var answer = call.get();
    while (answer.status() == 429 || answer.status() == 503) {
      pause(answer.retryAfter());
      answer = call.get();
    }
    return answer;
  }

  static void pause(Duration span) {
    try {
      Thread.sleep(span);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the demo was interrupted", interrupted);
    }
  }

  private void awaitReady() {
    var deadline = System.nanoTime() + READY.toNanos();
    for (var player : players) {
      var path = "/discord/accounts/" + player.id();
      for (var status = ""; !status.equals("READY"); ) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "expected account %s to be READY within %d s, got: %s"
                  .formatted(player.name(), READY.toSeconds(), status));
        }
        status = patiently(() -> customer.get(path)).expect(200).path("status").asString();
      }
    }
  }

  /// Leaves nothing of it behind that runs.
  void clear() {
    for (var player : players) {
      patiently(() -> customer.unlink(player.id()));
    }
    operator.call("PATCH", "/admin/customers/" + customerId, Map.of("active", false));
  }
}
