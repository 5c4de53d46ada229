package easel.worker.account;

import easel.common.id.QueueId;
import easel.common.message.Reply;
import easel.worker.claim.Claim;
import easel.worker.claim.ClaimState;
import java.time.Instant;

/// What to do with a claim that is found in PostgreSQL: an open one of this account is taken up,
/// and any is answered with what its row says.
final class FoundClaims {
  private final Services services;
  private final AccountState state;
  private final Replies replies;
  private final AccountBot bot;
  private final Following following;

  FoundClaims(
      Services services, AccountState state, Replies replies, AccountBot bot, Following following) {
    this.services = services;
    this.state = state;
    this.replies = replies;
    this.bot = bot;
    this.following = following;
  }

  /// Answers a repeat with what its row says.
  void answer(Claim found, QueueId queue) {
    switch (found) {
      case Claim.Closed(var job, var account, var end, _) -> {
        services.endings().freeRepeat(state.entry, queue, job);
        services.endings().tell(job, account, end);
      }
      case Claim.Open open when !open.discordUser().equals(state.discordUser) -> {
        services.endings().freeStray(state.entry, queue, open.job());
        services.publisher().say(new Reply.Claimed(open.job(), Instant.now(), open.account()));
      }
      case Claim.Open open -> replies.say(adopt(open));
    }
  }

  /// Makes the job one of the account's.
  Job takeUp(Claim.Open open) {
    var job = Job.adopt(open, services.now(), services.settings().quarantine().toNanos());
    state.add(job);
    return job;
  }

  Job adopt(Claim.Open open) {
    var job = takeUp(open);
    if (job.send != null) {
      var begun =
          job.awaited(job.send)
              .begunBy(open.progress().startMessage(), open.progress().midjourneyJob());
      state.tracker.await(open.progress().ambiguous() ? begun.asAmbiguous() : begun);
      bot.listen(job.send.thread());
    }
    if (job.state == ClaimState.SENDING) {
      job.doubtUntil = services.now() + Doubt.WAIT;
      services.log().inDoubt(job.id(), open.account(), "found SENDING at the take-over");
      following.catchUp(job);
    }
    if (job.state == ClaimState.ENDED && job.end != null && !open.told()) {
      services.endings().ended(job.id(), open.account(), job.end);
    }
    return job;
  }
}
