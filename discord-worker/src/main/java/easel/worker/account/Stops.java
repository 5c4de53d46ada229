package easel.worker.account;

import easel.worker.send.Interaction;
import easel.worker.send.SendOutcome;
import java.util.concurrent.TimeUnit;

/// Presses what stops a job, once it is asked for and Midjourney shows a way.
final class Stops {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Services services;
  private final AccountState state;
  private final Mailbox mailbox;
  private final ClaimWrites writes;
  private final Replies replies;
  private final AccountHealth health;

  Stops(
      Services services,
      AccountState state,
      Mailbox mailbox,
      ClaimWrites writes,
      Replies replies,
      AccountHealth health) {
    this.services = services;
    this.state = state;
    this.mailbox = mailbox;
    this.writes = writes;
    this.replies = replies;
    this.health = health;
  }

  void ask(Job job) {
    job.stopAsked = true;
    writes.write(() -> services.claims().askStop(state.fence, job.id()), () -> {});
  }

  /// Whether a stop was pressed.
  boolean press() {
    for (var job : state.jobs.values()) {
      var known = state.tracker.of(job.id());
      if (job.stopAsked
          && !job.stopPressed
          && (job.end == null || job.stopThoughEnded)
          && job.startMessage != null
          && known.isPresent()
          // Of two that began nobody knows which one is to be stopped.
          && !known.get().ambiguous()
          && known.get().midjourneyJob() != null) {
        var token = health.userToken();
        if (token.isEmpty()) {
          return false;
        }
        job.stopPressed = true;
        state.postInFlight = true;
        long begun = services.now();
        state.nextSendAt = begun + services.settings().sendInterval().toNanos();
        var press =
            new Interaction.Press(
                job.startMessage, "MJ::CancelJob::ByJobid::" + known.get().midjourneyJob());
        var _ =
            services
                .discord()
                .post(
                    token.get(), press, AccountEar.marks(state, null), begun + Sender.LATEST_BEGIN)
                .thenAccept(outcome -> mailbox.add(() -> onAnswer(job, outcome)));
        return true;
      }
    }
    return false;
  }

  private void onAnswer(Job job, SendOutcome outcome) {
    state.postInFlight = false;
    switch (outcome) {
      case SendOutcome.Taken _, SendOutcome.InDoubt _ -> {}
      case SendOutcome.TooFast(var pause) -> {
        state.nextSendAt = Math.max(state.nextSendAt, services.now() + pause.toNanos());
        job.stopPressed = false;
      }
      case SendOutcome.NotSent _ -> {
        state.nextSendAt = Math.max(state.nextSendAt, services.now() + SECOND);
        job.stopPressed = false;
      }
      case SendOutcome.TokenRefused _ ->
          health.needsAttention("Discord refused its token: set a new one");
      case SendOutcome.Forbidden _,
          SendOutcome.ThreadArchived _,
          SendOutcome.ChannelGone _,
          SendOutcome.StaleCommand _,
          SendOutcome.Invalid _ -> {
        if (job.end == null) {
          replies.notStopped(job, "Midjourney no longer shows a way to stop it");
        }
      }
    }
  }
}
