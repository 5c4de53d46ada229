package easel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import easel.systemtests.Deployment.Instance;
import easel.systemtests.EaselClient.Account;
import easel.systemtests.Simulator.Entry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/// Accounts that are heard through their own sessions, all served by one worker, which can be
/// killed. For each of some dialogs there is one, with a picture below which its button is.
final class DialogScene {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int NEVER = 3_600_000;

  private final Deployment easel;
  private final Simulator simulator;
  private final Owners owners;
  private final Instance worker;
  private final Map<Dialog, Side> sides = new EnumMap<>(Dialog.class);
  final Studio studio;

  /// @param picture the tag of the job below whose picture the button is
  private record Side(Account account, Simulator.Account user, String picture) {}

  DialogScene(Deployment easel, Dialog... dialogs) {
    this.easel = easel;
    this.simulator = easel.simulator();
    this.owners = new Owners(easel);
    this.studio = new Studio(easel, "PRO");
    owners.awaitSettled();
    simulator.set(
        Map.of("jobMs", Map.of("min", 200, "max", 800), "waitingMs", 30, "upscaleMs", 200));
    this.worker = easel.instance(easel.names("worker").getFirst());
    for (var dialog : dialogs) {
      sides.put(dialog, side(dialog, link()));
    }
  }

  /// Links an account that the worker serves.
  private Account link() {
    var channel = simulator.createChannel(studio.server);
    var user = simulator.createAccount("BASIC", channel);
    while (!owners.of(user).equals(worker.name())) {
      user = simulator.createAccount("BASIC", channel);
    }
    var account = studio.link(3, channel, user);
    studio.hear(account);
    return account;
  }

  private Side side(Dialog dialog, Account account) {
    var user = studio.userOf(account);
    var grid = studio.done(studio.imagine(account));
    var picture = dialog.isBelowOnePicture() ? studio.done(studio.press(grid, "U1")) : grid;
    if (dialog == Dialog.REMIX) {
      simulator.change(user, Map.of("remix", true));
      studio.remix(account);
    }
    return new Side(account, user, picture);
  }

  private Side of(Dialog dialog) {
    var side = sides.get(dialog);
    if (side == null) {
      throw new IllegalArgumentException("expected one of %s, got: %s".formatted(sides, dialog));
    }
    return side;
  }

  Account account(Dialog dialog) {
    return of(dialog).account();
  }

  String picture(Dialog dialog) {
    return of(dialog).picture();
  }

  /// Lets no dialog open, once its button is pressed.
  void keepShut() {
    sides.values().forEach(side -> simulator.set(side.user(), Map.of("waitingMs", NEVER)));
  }

  /// Lets no job of these accounts finish.
  void hold() {
    sides.values().forEach(side -> simulator.hold(Map.of("account", side.user().userId())));
  }

  /// Orders a mishap for the next call of each of these accounts.
  void order(String on, String kind) {
    for (var side : sides.values()) {
      simulator.fault(Map.of("on", on, "kind", kind, "account", side.user().userId()));
    }
  }

  /// Asks for what the buttons do, with what the dialogs are filled in with; the first one in two
  /// calls of the second dialect.
  Map<Dialog, String> fillIn() {
    var tags = new EnumMap<Dialog, String>(Dialog.class);
    sides.forEach(
        (dialog, side) -> {
          var word = Studio.word();
          tags.put(
              dialog,
              tags.isEmpty()
                  ? inTwoCalls(dialog, word)
                  : studio.fillIn(
                      word, side.picture(), dialog.label, dialog.filledIn(word, "mask")));
        });
    return tags;
  }

  private String inTwoCalls(Dialog dialog, String word) {
    var at = studio.instances.getFirst();
    var task = studio.open(at, picture(dialog), dialog.label);
    return studio.fillIn(
        studio.instances.getLast(), task, word, dialog.filledIn(word, "maskBase64"));
  }

  /// Waits until the ordered mishap has struck each of the accounts.
  void awaitStruck(String kind) {
    sides
        .keySet()
        .forEach(
            dialog -> await(dialog, entry -> entry.is("FAULT") && entry.outcome().equals(kind)));
  }

  /// Waits until each button was pressed.
  void awaitPressed() {
    sides.keySet().forEach(dialog -> await(dialog, entry -> isPress(dialog, entry)));
  }

  /// Waits until each dialog has opened.
  void awaitOpened() {
    sides.keySet().forEach(dialog -> await(dialog, entry -> entry.is("FORM")));
  }

  /// Waits until what each dialog was filled in with is being drawn.
  void awaitDrawn() {
    sides
        .keySet()
        .forEach(
            dialog ->
                await(
                    dialog,
                    entry -> entry.is("JOB_RUNNING") && entry.customId().startsWith(dialog.form)));
  }

  private void await(Dialog dialog, Predicate<Entry> wanted) {
    Awaitility.await("what Discord saw of " + dialog)
        .atMost(PATIENCE)
        .until(() -> entries(dialog).stream().anyMatch(wanted));
  }

  /// Kills the worker, and returns once another serves the accounts, and hears through their
  /// sessions.
  void killWorker() {
    var before = new EnumMap<Dialog, Long>(Dialog.class);
    sides.forEach((dialog, side) -> before.put(dialog, studio.sessions(side.user())));
    assertThat(sides.values())
        .as("what the worker serves")
        .allMatch(side -> owners.of(side.user()).equals(worker.name()));
    easel.kill(List.of(worker));
    sides.forEach(
        (dialog, side) -> {
          owners.awaitOtherThan(worker.name(), side.user());
          studio.awaitSession(side.user(), before.getOrDefault(dialog, 0L));
        });
  }

  /// Every try to press a button, whatever became of it.
  List<Entry> presses(Dialog dialog) {
    return entries(dialog).stream().filter(entry -> isPress(dialog, entry)).toList();
  }

  private static boolean isPress(Dialog dialog, Entry entry) {
    return entry.is("INTERACTION") && entry.customId().startsWith(dialog.button);
  }

  /// Every try to fill in a dialog, whatever became of it.
  List<Entry> answers(Dialog dialog) {
    return entries(dialog).stream()
        .filter(entry -> entry.is("INTERACTION") && entry.type() == 5)
        .toList();
  }

  private List<Entry> entries(Dialog dialog) {
    var user = of(dialog).user().userId();
    return studio.ledger().stream().filter(entry -> entry.account().equals(user)).toList();
  }
}
