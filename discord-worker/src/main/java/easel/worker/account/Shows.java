package easel.worker.account;

import easel.worker.claim.ClaimState;
import easel.worker.claim.Send;
import easel.worker.send.Interaction;
import easel.worker.send.MidjourneyCommand;
import easel.worker.send.SendOutcome;
import easel.worker.track.Awaited;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Asks for a result once more that was hidden or missed, by `/show`, where Midjourney's id of the
/// job is known. That draws nothing and counts nowhere: repeated, also by the next owner, it does no
/// harm.
final class Shows {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final String COMMAND = "show";
  private static final int MOST_ATTEMPTS = 5;

  /// How long a picture may be on its way once the first message of its job is gone.
  private static final long ON_ITS_WAY = 5 * SECOND;

  private final Services services;
  private final AccountState state;
  private final Mailbox mailbox;
  private final AccountHealth health;
  private final SendPlace place;

  Shows(
      Services services,
      AccountState state,
      Mailbox mailbox,
      AccountHealth health,
      SendPlace place) {
    this.services = services;
    this.state = state;
    this.mailbox = mailbox;
    this.health = health;
    this.place = place;
  }

  /// The first message of a job is gone: if its picture does not come, it may be hidden.
  void startGone(Job job) {
    if (job.showFrom == null && !job.startGone) {
      job.startGone = true;
      job.showFrom = services.now() + ON_ITS_WAY;
    }
  }

  /// Whether a job that was silent for too long need not be given up yet: its result is asked for.
  boolean isAwaited(Job job) {
    if (midjourneyJob(job).isEmpty() || isNotOffered()) {
      return false;
    }
    long now = services.now();
    var until = job.showUntil;
    if (until == null) {
      job.showFrom = now;
      job.showAttempts = 0;
      job.showUntil = now + services.settings().firstSignTimeout().toNanos();
      return true;
    }
    return now - until < 0;
  }

  /// Whether a result was asked for.
  boolean ask() {
    long now = services.now();
    for (var job : state.jobs.values()) {
      var from = job.showFrom;
      var send = job.send;
      if (from == null || send == null || now - from < 0) {
        continue;
      }
      var shown = midjourneyJob(job);
      if (shown.isEmpty() || isNotOffered()) {
        job.showFrom = null;
        continue;
      }
      if (!place.knowsCommands()) {
        return false;
      }
      return command().map(command -> ask(job, send, command, shown.get())).orElse(false);
    }
    return false;
  }

  private boolean ask(Job job, Send send, MidjourneyCommand command, String shown) {
    var token = health.userToken();
    if (token.isEmpty()) {
      return false;
    }
    job.showFrom = null;
    state.tracker.askedFor(job.id());
    state.postInFlight = true;
    long begun = services.now();
    state.nextSendAt = begun + services.settings().sendInterval().toNanos();
    services.log().askedToShow(job.id(), job.claim.account());
    var show = new Interaction.Show(state.entry.server(), send.thread(), command, shown);
    var _ =
        services
            .discord()
            .post(token.get(), show, AccountEar.marks(state, null), begun + Sender.LATEST_BEGIN)
            .thenAccept(outcome -> mailbox.add(() -> onAnswer(job, send, outcome)));
    return true;
  }

  /// Midjourney's id of a job whose result can be shown: nothing else is known to be its.
  private Optional<String> midjourneyJob(Job job) {
    if (job.state != ClaimState.TRACKING
        || job.end != null
        || job.stopAsked
        || job.isAnsweredWithTexts()) {
      return Optional.empty();
    }
    return state
        .tracker
        .of(job.id())
        .filter(known -> !known.ambiguous())
        .map(Awaited::midjourneyJob);
  }

  private Optional<MidjourneyCommand> command() {
    return services.commands().known(state.entry.server(), COMMAND);
  }

  private boolean isNotOffered() {
    return services.commands().isKnown(state.entry.server()) && command().isEmpty();
  }

  private void onAnswer(Job job, Send send, SendOutcome outcome) {
    state.postInFlight = false;
    switch (outcome) {
      // What it shows is heard, or the job's deadline passes.
      case SendOutcome.Taken _, SendOutcome.InDoubt _ -> {}
      case SendOutcome.TooFast(var pause) -> askAgain(job, pause.toNanos());
      case SendOutcome.NotSent _ -> askAgain(job, SECOND);
      case SendOutcome.StaleCommand _ -> {
        services.commands().forget(state.entry.server());
        askAgain(job, SECOND);
      }
      case SendOutcome.TokenRefused _ ->
          health.needsAttention("Discord refused its token: set a new one");
      case SendOutcome.Forbidden(var detail) -> health.needsAttention(detail);
      case SendOutcome.ThreadArchived _ -> state.threads.setAsleep(send.thread());
      case SendOutcome.ChannelGone _, SendOutcome.Invalid _ -> services.log().notShown(job.id());
    }
  }

  private void askAgain(Job job, long pause) {
    long now = services.now();
    state.nextSendAt = Math.max(state.nextSendAt, now + pause);
    if (++job.showAttempts < MOST_ATTEMPTS) {
      job.showFrom = now;
    }
  }
}
