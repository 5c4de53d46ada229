package easel.worker.account;

import static easel.worker.account.Account.SECOND;
import static easel.worker.account.Account.now;

import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.common.message.Reply;
import easel.worker.claim.ClaimState;
import easel.worker.track.SeenMessage;
import easel.worker.track.Sign;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Follows what was sent by what Midjourney says, or does not say, to its end.
final class Following {
  private static final long QUIET = 60 * SECOND;
  private static final long LAST_LOOK = 10 * SECOND;
  private static final int RELAXED_PATIENCE = 3;

  private final Account account;
  private final Condition condition;
  private final ClaimSteps steps;
  private final CatchUp catchUp;
  private final Services services;

  Following(Account account, Condition condition, ClaimSteps steps, CatchUp catchUp) {
    this.account = account;
    this.condition = condition;
    this.steps = steps;
    this.catchUp = catchUp;
    this.services = account.services;
  }

  void onSign(Sign sign) {
    var job = account.jobs.get(sign.job());
    if (job == null) {
      return;
    }
    job.lastSign = now();
    if (job.state == ClaimState.ENDED) {
      onLateSign(job, sign);
      return;
    }
    switch (sign) {
      case Sign.Began(_, var message, _) -> {
        if (job.isImagine() && !job.signSeen) {
          condition.sawPublicStart();
        }
        saw(job, message);
        steps.track(job, true);
        progress(job, 0, null);
      }
      case Sign.Progressed(_, var message, int percent, var preview) -> {
        saw(job, message);
        if (job.state == ClaimState.SENDING) {
          steps.track(job, true);
        }
        progress(job, percent, preview);
      }
      case Sign.Finished(_, var picture, boolean startSeen) -> {
        account.tracker.remember(picture);
        if (!startSeen && job.isImagine() && job.heardAll) {
          condition.sawHiddenStart();
        }
        steps.end(job, new JobEnd.Done(picture));
      }
      case Sign.Stopped _ -> {
        steps.retireThread(job);
        steps.end(
            job,
            job.stopAsked
                ? new JobEnd.Cancelled(true)
                : new JobEnd.Failed(FailReason.STOPPED, "It was stopped at Discord.", true));
      }
      case Sign.Ambiguous _ -> services.log().ambiguous(job.id());
    }
  }

  private static void saw(Job job, SeenMessage start) {
    job.startMessage = start.where();
    job.signSeen = true;
  }

  /// Midjourney confirms the end of a job that was given up: its place is free. A picture that
  /// comes now belongs to nobody.
  private void onLateSign(Job job, Sign sign) {
    switch (sign) {
      case Sign.Finished(_, var picture, _) -> {
        account.tracker.remember(picture);
        steps.close(job);
      }
      case Sign.Stopped _ -> steps.close(job);
      case Sign.Began _, Sign.Progressed _, Sign.Ambiguous _ -> {}
    }
  }

  private void progress(Job job, int percent, @Nullable String preview) {
    job.percent = Math.max(job.percent, percent);
    services
        .publisher()
        .say(
            new Reply.Progress(
                job.id(), Instant.now(), job.claim.account(), percent, job.startMessage, preview));
  }

  /// Gives up a job of which nothing was heard for too long, after a last look at its thread.
  void onTime(Job job, long now) {
    catchUp.onTime(job);
    long silence = now - job.lastSign;
    if (silence <= patience(job)) {
      if (silence > QUIET && now - job.lastCatchUp > QUIET) {
        catchUp.read(job);
      }
      return;
    }
    if (!job.lastLook) {
      job.lastLook = true;
      job.lastLookUntil = now + LAST_LOOK;
      catchUp.read(job);
      return;
    }
    if (!job.catchUpWanted || now - job.lastLookUntil >= 0) {
      giveUp(job);
    }
  }

  private long patience(Job job) {
    if (!job.signSeen && job.isImagine() && condition.beginsInPublic()) {
      return services.settings().firstSignTimeout().toNanos();
    }
    return services.settings().silenceTimeout().toNanos()
        * (job.claim.relaxed() ? RELAXED_PATIENCE : 1);
  }

  private void giveUp(Job job) {
    var sent = job.sent();
    if (job.stopPressed) {
      steps.giveUp(job, new JobEnd.Cancelled(sent));
      return;
    }
    steps.giveUp(
        job,
        job.signSeen
            ? new JobEnd.Failed(FailReason.TIMEOUT, "Midjourney went silent.", sent)
            : new JobEnd.Failed(FailReason.NO_ANSWER, "Midjourney did not answer.", sent));
  }
}
