package easel.worker.account;

import easel.common.message.Reply.AccountState.Mode;
import easel.worker.send.Interaction;
import easel.worker.send.MidjourneyCommand;
import easel.worker.track.OwnInfo;
import easel.worker.track.OwnMode;
import easel.worker.track.SeenMessage;
import easel.worker.track.Text;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Learns in which mode the account draws where a prompt asks for none: by `/info`, whose answer
/// its own session alone hears. It is asked for as that session begins, once its owner may have
/// changed the mode, and each hour in which there is something to draw. Where no such session is
/// wanted, what is drawn for its jobs says it. What else that answer says is told as it is.
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
  private final Learned learned;
  private final AccountHealth health;
  private final SendPlace place;
  private final Asides asides;
  private @Nullable String session;

  /// By `nanoTime`: when it was asked for last.
  private @Nullable Long askedAt;

  /// By `nanoTime`: when Midjourney said it last.
  private @Nullable Long heardAt;

  /// By `nanoTime`: when it is to be asked for, though nothing is to be drawn.
  private @Nullable Long dueAt;

  /// How often it was asked for since Midjourney said it last.
  private int attempts;

  /// The place in line of the job that showed it last.
  private long shownBy = Long.MIN_VALUE;

  ModeWatch(
      Services services,
      AccountState state,
      Learned learned,
      AccountHealth health,
      SendPlace place,
      Asides asides) {
    this.services = services;
    this.state = state;
    this.learned = learned;
    this.health = health;
    this.place = place;
    this.asides = asides;
  }

  /// Looks at what the account alone was shown.
  void heard(SeenMessage message) {
    var info = OwnInfo.saidIn(message, Instant.now());
    info.ifPresent(it -> state.info = it);
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
    if (info.isPresent()) {
      health.assess();
    }
  }

  /// Looks at what Midjourney says of a job while it draws it, and of its picture. What was sent
  /// before a change of the mode may be drawn after what was sent later.
  void drawn(Job job, @Nullable String words) {
    if (state.entry.hasSecondEar() || !job.claim.leavesMode() || job.line < shownBy) {
      return;
    }
    var shown = Text.of(words).mode();
    if (shown != null) {
      shownBy = job.line;
      learn(shown);
    }
  }

  private void learn(Mode mode) {
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
    return services.commands().known(state.entry.server(), COMMAND).map(this::ask).orElse(false);
  }

  /// How long it is until it is to be asked for; what is overdue waits for whatever holds it up.
  long untilDue(long now) {
    var due = dueAt;
    return due != null && due - now > 0 ? due - now : Long.MAX_VALUE;
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

  private boolean ask(MidjourneyCommand command) {
    long channel = Long.parseUnsignedLong(state.entry.channel());
    var info = new Interaction.Info(state.entry.server(), channel, command);
    if (!asides.post(info, this::onAnswer)) {
      return false;
    }
    long now = services.now();
    askedAt = now;
    dueAt = now + (++attempts < MOST_ATTEMPTS ? UNANSWERED : KNOWN);
    limit();
    return true;
  }

  private void onAnswer(Asides.Outcome outcome) {
    switch (outcome) {
      case TAKEN -> {} // what it says is heard, or it is asked for again
      case NOT_YET -> {
        if (attempts < MOST_ATTEMPTS) {
          dueAt = services.now();
        }
      }
      case REFUSED -> services.log().modeNotAsked(state.entry.id());
    }
  }
}
