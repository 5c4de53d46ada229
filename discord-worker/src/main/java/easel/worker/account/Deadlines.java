package easel.worker.account;

import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.common.message.Reply.AccountState.Mode;
import easel.worker.claim.ClaimState;
import easel.worker.claim.Send;
import easel.worker.track.Awaited;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Does what is due as time passes: doubts are decided, the silent are looked for and given up, and
/// what waits in vain ends.
final class Deadlines {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_DOUBT = 60 * SECOND;
  private static final int RELAXED_PATIENCE = 3;
  private static final String UNHEARD =
      "Midjourney did not answer. It may have refused the prompt or the account, which it says to"
          + " the account alone: try the same by hand in the account's channel at Discord, or"
          + " switch its second ear on.";
  private static final String UNREFUSED =
      "Midjourney did not answer, and the account's own session heard no refusal: try again. If"
          + " that does not help, see in the account's channel at Discord whether Midjourney"
          + " answers it at all.";

  private final Services services;
  private final AccountState state;
  private final ClaimSteps steps;
  private final Replies replies;
  private final Learned learned;
  private final AccountHealth health;
  private final ThreadUpkeep upkeep;
  private final Following following;
  private final Shows shows;
  private long nextLookAt;

  Deadlines(
      Services services,
      AccountState state,
      ClaimSteps steps,
      Replies replies,
      Learned learned,
      AccountHealth health,
      ThreadUpkeep upkeep,
      Following following,
      Shows shows) {
    this.services = services;
    this.state = state;
    this.steps = steps;
    this.replies = replies;
    this.learned = learned;
    this.health = health;
    this.upkeep = upkeep;
    this.following = following;
    this.shows = shows;
    this.nextLookAt = services.now();
  }

  void onTime() {
    long now = services.now();
    health.republish(now);
    if (state.jobs.isEmpty()) {
      return;
    }
    if (now - nextLookAt >= 0) {
      nextLookAt = now + SECOND;
      state.fullQueues.clear();
    }
    for (var job : List.copyOf(state.jobs.values())) {
      if (job.dialogLost && job.end == null) {
        endLost(job);
        continue;
      }
      if (job.historyWanted && job.send != null) {
        following.catchUp(job);
      }
      switch (job.state) {
        case CLAIMED -> whileWaiting(job, now);
        case SENDING -> whileSending(job, now);
        case TRACKING -> whileTracking(job, now);
        case ENDED -> {
          if (now - job.closeBy >= 0) {
            steps.close(job);
          }
        }
        case CLOSED -> {}
      }
    }
  }

  /// What its press has opened, if it has, was heard by the worker that is gone: nobody can fill it
  /// in, and nothing is drawn. The press is not repeated: it may have been made.
  private void endLost(Job job) {
    steps.end(
        job,
        new JobEnd.Failed(
            FailReason.INTERNAL,
            "Easel was restarted before Midjourney's dialog was filled in: nothing was drawn.",
            false),
        true);
  }

  private void whileWaiting(Job job, long now) {
    var account = services.directory().account(job.claim.account());
    // What is claimed was handed over before the account was unlinked: it is sent as long as it
    // can.
    if (!health.isReady()
        && account.isPresent()
        && !account.get().linked()
        && services.directory().now().complete()) {
      steps.end(job, unavailable("Its account was unlinked."), true);
      return;
    }
    if (!health.isReady()
        && now - health.troubleSince() > services.settings().accountPatience().toNanos()
        && othersServe(job)) {
      steps.end(job, unavailable("Its account needs attention: " + health.attention()), true);
      return;
    }
    if (state.jobs.values().stream()
        .anyMatch(other -> other.state == ClaimState.ENDED && other.readsLike(job))) {
      steps.end(
          job,
          new JobEnd.Failed(
              FailReason.NO_ANSWER,
              "An equal press on this picture was not answered, and its result may still come: try"
                  + " again later.",
              false),
          true);
    }
  }

  private static JobEnd unavailable(String why) {
    return new JobEnd.Failed(FailReason.ACCOUNT_UNAVAILABLE, why, false);
  }

  private boolean othersServe(Job job) {
    return job.claim.body().pinned() != null
        || services
            .directory()
            .now()
            .accountsOf(state.entry.pool())
            .anyMatch(other -> other.usable() && !other.id().equals(state.entry.id()));
  }

  private void whileSending(Job job, long now) {
    if (now - job.lastSign > SECOND / 2) {
      replies.tellSending(job);
    }
    if (job.doubtUntil != null && !job.requestOver && isOver(job)) {
      // Until now it may have reached Discord: only from here on there is nothing new to wait for.
      job.requestOver = true;
      job.doubtUntil = now + Doubt.WAIT;
    }
    var until = job.doubtUntil;
    if (until == null || now - until < 0) {
      return;
    }
    // The history that counts is read after the wait.
    if (job.lastCatchUp - until < 0) {
      if (now - until < LONGEST_DOUBT) {
        following.catchUp(job);
        return;
      }
    }
    if (services.requests().isUnderWay(job.id())) {
      // Begun here before the account was lost and taken up again: its end is near.
      job.doubtUntil = now + Doubt.WAIT;
      return;
    }
    boolean read = job.lastCatchUp - until >= 0;
    var decision =
        Doubt.decide(
            job.isDrawn() && read && !isAmbiguous(job),
            learned.notes().beginsInPublic(),
            job.inDoubtBefore,
            // Asked again: a worker whose session was cut has another by now.
            job.requestOver && isOver(job));
    services.log().doubtDecided(job.id(), decision.name());
    switch (decision) {
      case SEND_AGAIN -> steps.takeBack(job, true);
      case NEVER -> {
        job.lastSign = now;
        steps.track(job, false);
      }
    }
  }

  /// Whether nobody can make the request any more.
  private boolean isOver(Job job) {
    var send = job.send;
    if (send == null) {
      return false;
    }
    int sender = send.sender();
    if (services.presence().wasOurs(sender)) {
      return !services.requests().isUnderWay(job.id());
    }
    return sender == Send.NOBODY || services.leases().isGone(sender);
  }

  private void whileTracking(Job job, long now) {
    replies.tellProgress(job, now);
    switch (Silence.decide(
        now,
        job.lastSign,
        job.lastCatchUp,
        patience(job),
        services.settings().accountPatience().toNanos())) {
      case WAIT -> {}
      case READ_HISTORY -> following.catchUp(job);
      case GIVE_UP -> {
        if (!shows.isAwaited(job)) {
          giveUp(job);
        }
      }
    }
  }

  private long patience(Job job) {
    if (!job.signSeen
        && (job.unanswered
            || job.awaitsDialog()
            || (job.isDrawn() && learned.notes().beginsInPublic()))) {
      return services.settings().firstSignTimeout().toNanos();
    }
    return services.settings().silenceTimeout().toNanos() * (isRelaxed(job) ? RELAXED_PATIENCE : 1);
  }

  private boolean isRelaxed(Job job) {
    return job.claim.relaxed() || (learned.notes().mode() == Mode.RELAX && !job.claim.hurried());
  }

  private void giveUp(Job job) {
    upkeep.retireThreadOf(job);
    var sent = job.sent();
    if (job.stopPressed && !isAmbiguous(job)) {
      steps.end(job, new JobEnd.Cancelled(sent), false);
      return;
    }
    // Where no dialog was filled in there is nothing that could still come.
    steps.end(job, silent(job, sent), job.awaitsDialog());
  }

  private boolean isAmbiguous(Job job) {
    return state.tracker.of(job.id()).filter(Awaited::ambiguous).isPresent();
  }

  private JobEnd silent(Job job, @Nullable Boolean sent) {
    if (isAmbiguous(job)) {
      return new JobEnd.Failed(
          FailReason.NO_ANSWER,
          "Another command began in its thread: which picture is its own cannot be told.",
          sent);
    }
    if (job.awaitsDialog()) {
      return new JobEnd.Failed(
          FailReason.NO_ANSWER,
          "Midjourney opened no dialog, or it could not be filled in in time.",
          sent);
    }
    return job.signSeen
        ? new JobEnd.Failed(FailReason.TIMEOUT, "Midjourney went silent.", sent)
        : new JobEnd.Failed(
            FailReason.NO_ANSWER, state.entry.hasSecondEar() ? UNREFUSED : UNHEARD, sent);
  }
}
