package easel.worker.account;

import static easel.worker.account.Account.now;

import easel.common.message.JobEnd;
import easel.common.message.Reply;
import easel.worker.claim.ClaimState;
import easel.worker.track.Awaited;
import java.time.Instant;

/// The steps of a claim after its send has begun, each written before anything follows from it.
final class ClaimSteps {
  private final Account account;
  private final Preparation preparation;

  ClaimSteps(Account account, Preparation preparation) {
    this.account = account;
    this.preparation = preparation;
  }

  /// The job is followed from here.
  ///
  /// @param received whether Discord certainly took its command
  void track(Job job, boolean received) {
    job.state = ClaimState.TRACKING;
    job.doubtUntil = null;
    if (received && !job.received) {
      job.received = true;
      account
          .services
          .publisher()
          .say(new Reply.Sent(job.id(), Instant.now(), job.claim.account()));
    }
    var known = account.tracker.of(job.id());
    var start = known.map(Awaited::start).orElse(null);
    var midjourney = known.map(Awaited::midjourneyJob).orElse(null);
    account.writes.write(
        () -> account.services.claims().track(account.fence, job.id(), received, start, midjourney),
        () -> {});
  }

  /// Its command was certainly not taken: it waits again, first in line.
  void takeBack(Job job, boolean inDoubtBefore) {
    account.tracker.forget(job.id());
    job.waitAgain();
    job.inDoubtBefore |= inDoubtBefore;
    account.writes.write(
        () -> account.services.claims().takeBack(account.fence, job.id(), inDoubtBefore), () -> {});
  }

  /// Ends a job of which Midjourney will say nothing more: its place is free.
  void end(Job job, JobEnd end) {
    job.end = end;
    job.doubtUntil = null;
    forget(job);
    account.writes.write(
        () -> account.services.claims().end(account.fence, job.id(), end, true),
        () -> {
          account.services.log().ended(job.id(), end);
          account.services.endings().closed(job, end);
        });
  }

  /// Ends a job that Midjourney may still be drawing: its place stays taken, and nothing is sent in
  /// its thread any more.
  void giveUp(Job job, JobEnd end) {
    retireThread(job);
    job.end = end;
    job.doubtUntil = null;
    job.state = ClaimState.ENDED;
    job.closeBy = now() + account.services.settings().quarantine().toNanos();
    account.writes.write(
        () -> account.services.claims().end(account.fence, job.id(), end, false),
        () -> {
          account.services.log().ended(job.id(), end);
          account.services.endings().ended(job.id(), job.claim.account(), end);
        });
  }

  /// Frees the place of a job that was given up.
  void close(Job job) {
    forget(job);
    var send = job.send;
    account.writes.write(
        () -> account.services.claims().close(account.fence, job.id()),
        () -> account.services.endings().closed(job, null));
    if (send != null && send.ownThread()) {
      preparation.putAway(send.thread());
    }
  }

  void retireThread(Job job) {
    if (job.send != null && job.send.ownThread()) {
      preparation.retire(job.send.thread());
    }
  }

  private void forget(Job job) {
    account.jobs.remove(job);
    account.tracker.forget(job.id());
  }
}
