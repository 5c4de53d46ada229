package easel.worker.account;

import easel.common.message.Reply;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// Tells how the account's jobs are.
final class Replies {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Services services;

  Replies(Services services) {
    this.services = services;
  }

  /// Tells all that is known of a job.
  void say(Job job) {
    var at = Instant.now();
    var account = job.claim.account();
    switch (job.state) {
      case CLAIMED -> services.publisher().say(new Reply.Claimed(job.id(), at, account));
      case SENDING -> services.publisher().say(new Reply.Sending(job.id(), at, account));
      case TRACKING -> {
        services
            .publisher()
            .say(
                job.received || job.signSeen
                    ? new Reply.Sent(job.id(), at, account)
                    : new Reply.Sending(job.id(), at, account));
        if (job.signSeen) {
          services
              .publisher()
              .say(
                  new Reply.Progress(
                      job.id(), at, account, job.percent, job.startMessage, job.preview));
        }
      }
      case ENDED, CLOSED -> {
        if (job.end != null) {
          services.endings().tell(job.id(), account, job.end);
        }
      }
    }
  }

  /// Tells how far a job is, at most once a second: what came in between is left out.
  void tellProgress(Job job, long now) {
    if (!job.progressUntold || now - job.tellProgressFrom < 0) {
      return;
    }
    job.progressUntold = false;
    job.tellProgressFrom = now + SECOND;
    services
        .publisher()
        .say(
            new Reply.Progress(
                job.id(),
                Instant.now(),
                job.claim.account(),
                job.percent,
                job.startMessage,
                job.preview));
  }

  /// Tells that a send is under way, where Discord's answer is not there at once to tell more.
  void tellSending(Job job) {
    if (!job.sendingTold) {
      job.sendingTold = true;
      services.publisher().say(new Reply.Sending(job.id(), Instant.now(), job.claim.account()));
    }
  }

  void notStopped(Job job, String why) {
    services.publisher().say(new Reply.NotStopped(job.id(), Instant.now(), why));
  }
}
