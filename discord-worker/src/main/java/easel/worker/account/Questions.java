package easel.worker.account;

import easel.common.message.AccountMessage;
import easel.common.message.JobEnd;
import easel.worker.claim.Claim;
import easel.worker.claim.ClaimState;
import java.time.Duration;
import java.util.Optional;
import org.springframework.dao.DataAccessException;

/// Answers what is asked about the account's jobs, and ends or stops those whose end is asked for.
final class Questions {
  private static final Duration RETRY = Duration.ofMillis(500);

  private final Services services;
  private final AccountState state;
  private final Mailbox mailbox;
  private final ClaimWrites writes;
  private final Replies replies;
  private final ClaimSteps steps;
  private final Stops stops;
  private final FoundClaims found;
  private final Arrivals arrivals;

  Questions(
      Services services,
      AccountState state,
      Mailbox mailbox,
      ClaimWrites writes,
      Replies replies,
      ClaimSteps steps,
      Stops stops,
      FoundClaims found,
      Arrivals arrivals) {
    this.services = services;
    this.state = state;
    this.mailbox = mailbox;
    this.writes = writes;
    this.replies = replies;
    this.steps = steps;
    this.stops = stops;
    this.found = found;
    this.arrivals = arrivals;
  }

  void ask(AccountMessage.Ask ask, Runnable whenAnswered) {
    var job = state.jobs.get(ask.job());
    if (job != null) {
      answer(ask, job);
      whenAnswered.run();
      return;
    }
    if (arrivals.mayHaveBegun(ask.job())) {
      // Its row may say that its send is under way, which was never made.
      askAgain(ask, whenAnswered);
      return;
    }
    Optional<Claim> row;
    try {
      // Read here and now, after all that we have to write: what the asker found open may have
      // been ended by us since, and must not be taken up again.
      writes.drain();
      row = services.claims().find(ask.job());
    } catch (DataAccessException unreached) {
      askAgain(ask, whenAnswered);
      throw unreached;
    }
    row.ifPresent(
        claim -> {
          if (claim instanceof Claim.Open open && open.discordUser().equals(state.discordUser)) {
            answer(ask, found.adopt(open));
          } else {
            found.answer(claim, ask.queue());
          }
        });
    whenAnswered.run();
  }

  private void askAgain(AccountMessage.Ask ask, Runnable whenAnswered) {
    services.later().run(RETRY, () -> mailbox.add(() -> ask(ask, whenAnswered)));
  }

  private void answer(AccountMessage.Ask ask, Job job) {
    switch (ask) {
      case AccountMessage.Tell _ -> replies.say(job);
      case AccountMessage.End(_, _, var end) -> onEndAsked(job, end);
    }
  }

  private void onEndAsked(Job job, JobEnd end) {
    if (job.end != null) {
      replies.say(job);
      return;
    }
    if (job.state == ClaimState.CLAIMED) {
      steps.end(job, end, true);
      return;
    }
    if (!(end instanceof JobEnd.Cancelled)) {
      replies.notStopped(job, "its command is with Midjourney already");
      return;
    }
    if (job.isAnsweredWithTexts() || (!job.isDrawn() && job.startMessage == null)) {
      replies.notStopped(job, "Midjourney shows no way to stop it");
      return;
    }
    stops.ask(job);
  }
}
