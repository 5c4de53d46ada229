package easel.worker.account;

import easel.worker.send.Interaction;

/// Presses what stops a job, once it is asked for and Midjourney shows a way.
final class Stops {
  private final Services services;
  private final AccountState state;
  private final ClaimWrites writes;
  private final Replies replies;
  private final Asides asides;

  Stops(Services services, AccountState state, ClaimWrites writes, Replies replies, Asides asides) {
    this.services = services;
    this.state = state;
    this.writes = writes;
    this.replies = replies;
    this.asides = asides;
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
        var press =
            new Interaction.Press(
                job.startMessage, "MJ::CancelJob::ByJobid::" + known.get().midjourneyJob());
        job.stopPressed = asides.post(press, outcome -> onAnswer(job, outcome));
        return job.stopPressed;
      }
    }
    return false;
  }

  private void onAnswer(Job job, Asides.Outcome outcome) {
    switch (outcome) {
      case TAKEN -> {}
      case NOT_YET -> job.stopPressed = false;
      case REFUSED -> {
        if (job.end == null) {
          replies.notStopped(job, "Midjourney no longer shows a way to stop it");
        }
      }
    }
  }
}
