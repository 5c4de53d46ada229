package easel.worker.account;

import easel.common.message.Reply.AccountState.Mode;
import easel.worker.send.Interaction;
import easel.worker.send.MidjourneyCommand;
import easel.worker.send.SendOutcome;
import easel.worker.track.OwnMode;
import easel.worker.track.SeenMessage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Learns in which mode the account draws where a prompt asks for none: by `/info`, whose answer its
/// own session alone hears. It is asked for as that session begins, once its owner may have changed
/// the mode, and each hour in which there is something to draw.
final class ModeWatch {
  private static final String COMMAND = "info";
  private static final int MOST_ATTEMPTS = 5;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /// How long an answer takes at most.
  private static final long ANSWER = 10 * SECOND;

  /// How long a change of the mode takes at most.
  private static final long CHANGE = 2 * SECOND;

  private static final long UNANSWERED = TimeUnit.MINUTES.toNanos(5);
  private static final long KNOWN = TimeUnit.HOURS.toNanos(1);

  private final Services services;
  private final AccountState state;
  private final Mailbox mailbox;
  private final Learned learned;
  private final AccountHealth health;
  private final SendPlace place;
  private @Nullable String session;

  /// By `nanoTime`: when it was asked for last.
  private @Nullable Long askedAt;

  /// By `nanoTime`: when Midjourney said it last.
  private @Nullable Long heardAt;

  /// By `nanoTime`: when it is to be asked for, though nothing is to be drawn.
  private @Nullable Long dueAt;

  /// How often it was asked for since Midjourney said it last.
  private int attempts;

  ModeWatch(
      Services services,
      AccountState state,
      Mailbox mailbox,
      Learned learned,
      AccountHealth health,
      SendPlace place) {
    this.services = services;
    this.state = state;
    this.mailbox = mailbox;
    this.learned = learned;
    this.health = health;
    this.place = place;
  }

  /// Looks at what the account alone was shown.
  void heard(SeenMessage message) {
    var said = OwnMode.saidIn(message);
    if (said.isPresent()) {
      heardAt = services.now();
      dueAt = null;
      attempts = 0;
      learn(said.get());
    } else if (OwnMode.mayChangeWith(message)) {
      dueAt = services.now() + CHANGE;
      attempts = 0;
    }
  }

  /// Nobody hears any more when it changes.
  void forget() {
    if (learned.notes().mode() != null) {
      learn(null);
    }
  }

  private void learn(@Nullable Mode mode) {
    learned.learn(learned.notes().withMode(mode));
    limit();
    health.assess();
  }

  /// Until it is known whether few jobs may run at once, few do, for as long as an answer takes.
  void limit() {
    var mode = learned.notes().mode();
    var asked = askedAt;
    boolean isUnderWay = asked != null && services.now() - asked < ANSWER;
    state.relaxed = mode == Mode.RELAX || (mode == null && isUnderWay);
  }

  /// Whether it was asked for.
  boolean ask() {
    limit();
    if (!isDue() || !place.knowsCommands()) {
      return false;
    }
    var command = services.commands().known(state.entry.server(), COMMAND);
    return command.isPresent()
        && health.userToken().map(token -> ask(command.get(), token)).orElse(false);
  }

  private boolean isDue() {
    var listening = state.earSession;
    if (listening == null) {
      return false;
    }
    if (!listening.equals(session)) {
      session = listening;
      dueAt = services.now();
      attempts = 0;
    }
    long now = services.now();
    var due = dueAt;
    if (due != null) {
      return now - due >= 0;
    }
    var heard = heardAt;
    return !state.jobs.isEmpty() && heard != null && now - heard > KNOWN;
  }

  private boolean ask(MidjourneyCommand command, String token) {
    long begun = services.now();
    askedAt = begun;
    dueAt = begun + (++attempts < MOST_ATTEMPTS ? UNANSWERED : KNOWN);
    limit();
    state.postInFlight = true;
    state.nextSendAt = begun + services.settings().sendInterval().toNanos();
    long channel = Long.parseUnsignedLong(state.entry.channel());
    var info = new Interaction.Info(state.entry.server(), channel, command);
    var _ =
        services
            .discord()
            .post(token, info, AccountEar.marks(state, null), begun + Sender.LATEST_BEGIN)
            .thenAccept(outcome -> mailbox.add(() -> onAnswer(outcome)));
    return true;
  }

  private void onAnswer(SendOutcome outcome) {
    state.postInFlight = false;
    switch (outcome) {
      // What it says is heard, or it is asked for again.
      case SendOutcome.Taken _, SendOutcome.InDoubt _ -> {}
      case SendOutcome.TooFast(var pause) -> askAgain(pause.toNanos());
      case SendOutcome.NotSent _ -> askAgain(SECOND);
      case SendOutcome.StaleCommand _ -> {
        services.commands().forget(state.entry.server());
        askAgain(SECOND);
      }
      case SendOutcome.TokenRefused _ ->
          health.needsAttention("Discord refused its token: set a new one");
      case SendOutcome.Forbidden(var detail) -> health.needsAttention(detail);
      case SendOutcome.ThreadArchived _, SendOutcome.ChannelGone _, SendOutcome.Invalid _ ->
          services.log().modeNotAsked(state.entry.id());
    }
  }

  private void askAgain(long pause) {
    long now = services.now();
    state.nextSendAt = Math.max(state.nextSendAt, now + pause);
    if (attempts < MOST_ATTEMPTS) {
      dueAt = now;
    }
  }
}
