package easel.worker.account;

import easel.common.message.JobEnd;
import easel.common.message.Reply;
import easel.worker.claim.ClaimState;
import java.time.Instant;

/// What becomes of a job becomes of its claim: here at once, in the claim in order.
final class ClaimSteps {
  private final Services services;
  private final AccountState state;
  private final ClaimWrites writes;
  private final Replies replies;

  ClaimSteps(Services services, AccountState state, ClaimWrites writes, Replies replies) {
    this.services = services;
    this.state = state;
    this.writes = writes;
    this.replies = replies;
  }

  /// Nothing was sent: the job waits in line again.
  void takeBack(Job job, boolean inDoubtBefore) {
    state.tracker.forget(job.id());
    var nonce = job.nonce();
    job.waitAgain();
    job.inDoubtBefore |= inDoubtBefore;
    writes.write(
        () -> services.claims().takeBack(state.fence, job.id(), nonce, inDoubtBefore),
        () -> replies.say(job));
  }

  void track(Job job, boolean received) {
    job.state = ClaimState.TRACKING;
    job.doubtUntil = null;
    if (received && !job.received) {
      job.received = true;
      services.publisher().say(new Reply.Sent(job.id(), Instant.now(), job.claim.account()));
    }
    var known = state.tracker.of(job.id());
    var start = known.map(command -> command.start()).orElse(null);
    var midjourney = known.map(command -> command.midjourneyJob()).orElse(null);
    writes.write(
        () -> services.claims().track(state.fence, job.id(), received, start, midjourney),
        () -> {});
  }

  /// Two commands began where one was sent: nothing is guessed, nor by the next owner.
  void ambiguous(Job job) {
    writes.write(
        () -> services.claims().ambiguous(state.fence, job.id()),
        () -> services.log().ambiguous(job.id()));
  }

  /// @param closed whether its place is free: if not, it is kept until Midjourney confirms the end
  void end(Job job, JobEnd end, boolean closed) {
    job.end = end;
    job.doubtUntil = null;
    if (closed) {
      state.remove(job);
    } else {
      job.state = ClaimState.ENDED;
      job.closeBy = services.now() + services.settings().quarantine().toNanos();
    }
    writes.write(
        () -> services.claims().end(state.fence, job.id(), end, closed),
        () -> {
          services.log().ended(job.id(), end);
          if (closed) {
            services.endings().closed(job, end);
          } else {
            services.endings().ended(job.id(), job.claim.account(), end);
          }
        });
  }

  void close(Job job) {
    state.remove(job);
    writes.write(
        () -> services.claims().close(state.fence, job.id()),
        () -> services.endings().closed(job, null));
  }
}
