package easel.worker.account;

import easel.common.id.JobId;
import easel.common.message.AccountMessage;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.common.message.Reply;
import easel.common.message.Wire;
import easel.worker.claim.Claim;
import easel.worker.claim.ClaimState;
import easel.worker.claim.Claiming;
import easel.worker.claim.NewClaim;
import easel.worker.claim.Outage;
import easel.worker.claim.Send;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What was handed over and is not durably claimed yet: claimed in the order of arrival, and begun
/// at once where nothing holds it up.
final class Arrivals {
  private static final int MOST_FAILURES = 5;

  private final Services services;
  private final AccountState state;
  private final ClaimWrites writes;
  private final Replies replies;
  private final ClaimSteps steps;
  private final ThreadUpkeep upkeep;
  private final SendPlace sendPlace;
  private final Sender sender;
  private final FoundClaims found;
  private final Deque<Arrival> arrivals = new ArrayDeque<>();

  /// A hand-over whose claim is not durable yet.
  private static final class Arrival {
    private final AccountMessage.HandOver handOver;
    private final Runnable whenClaimed;
    private int failures;

    /// The sends with which it may have been claimed by attempts whose answers were lost: none of
    /// them was made.
    private final Set<Send> tried = new HashSet<>();

    private Arrival(AccountMessage.HandOver handOver, Runnable whenClaimed) {
      this.handOver = handOver;
      this.whenClaimed = whenClaimed;
    }
  }

  Arrivals(
      Services services,
      AccountState state,
      ClaimWrites writes,
      Replies replies,
      ClaimSteps steps,
      ThreadUpkeep upkeep,
      SendPlace sendPlace,
      Sender sender,
      FoundClaims found) {
    this.services = services;
    this.state = state;
    this.writes = writes;
    this.replies = replies;
    this.steps = steps;
    this.upkeep = upkeep;
    this.sendPlace = sendPlace;
    this.sender = sender;
    this.found = found;
  }

  void add(AccountMessage.HandOver handOver, Runnable whenClaimed) {
    arrivals.add(new Arrival(handOver, whenClaimed));
  }

  boolean isEmpty() {
    return arrivals.isEmpty();
  }

  /// Whether a job may be claimed and begun by an attempt whose answer was lost: only the next one
  /// tells.
  boolean mayHaveBegun(JobId job) {
    return arrivals.stream()
        .anyMatch(arrival -> !arrival.tried.isEmpty() && arrival.handOver.job().job().equals(job));
  }

  void takeAll() {
    // Rows do not say yet what is still to be written.
    while (!arrivals.isEmpty() && !state.stopped && writes.isEmpty()) {
      take(arrivals.getFirst());
      arrivals.removeFirst();
    }
  }

  private void take(Arrival arrival) {
    try {
      claim(arrival);
    } catch (RuntimeException failed) {
      if (Outage.is(failed) || ++arrival.failures < MOST_FAILURES) {
        throw failed;
      }
      services.log().failed(state.entry.id(), failed);
      giveUpPoison(arrival);
    }
  }

  /// Our own handling of this message keeps failing: it is put aside, its job ends, the line goes
  /// on.
  private void giveUpPoison(Arrival arrival) {
    var job = arrival.handOver.job();
    var end = new JobEnd.Failed(FailReason.INTERNAL, "Easel could not handle this job.", false);
    if (services.claims().endUnclaimed(job.job(), end)) {
      services.endings().freeRepeat(state.entry, job.queue(), job.job());
      services.endings().tell(job.job(), arrival.handOver.account(), end);
    }
    services.publisher().deadLetter(Wire.write(arrival.handOver), arrival.whenClaimed);
  }

  private void claim(Arrival arrival) {
    var body = arrival.handOver.job();
    var known = state.jobs.get(body.job());
    if (known != null) {
      replies.say(known);
      arrival.whenClaimed.run();
      return;
    }
    var claim = new NewClaim(body, arrival.handOver.account(), state.discordUser);
    var account = services.directory().account(claim.account()).orElse(state.entry);
    long begun = services.now();
    var send = sendAtOnce(claim);
    var room = state.within(services.directory().room(account, body.queue()));
    if (send != null) {
      arrival.tried.add(send);
    }
    var claiming =
        upkeep.guarded(send, () -> services.claims().claim(state.fence, claim, send, room));
    switch (claiming) {
      case Claiming.Waits(long place) -> {
        var job = new Job(claim, place, begun);
        state.add(job);
        arrival.whenClaimed.run();
        services.log().claimed(job.id(), claim.account());
        services.publisher().say(new Reply.Claimed(job.id(), Instant.now(), claim.account()));
        Unsendable.reason(body.command(), state.entry.hasSecondEar())
            .ifPresent(
                why ->
                    steps.end(
                        job, new JobEnd.Failed(FailReason.INVALID_PARAMETER, why, false), true));
      }
      case Claiming.Begun(long place) -> {
        var job = new Job(claim, place, begun);
        state.add(job);
        sender.begin(job, send, begun);
        arrival.whenClaimed.run();
      }
      case Claiming.Known(Claim.Open open) when isUnsent(open, arrival.tried) -> {
        steps.takeBack(found.takeUp(open), false);
        arrival.whenClaimed.run();
      }
      case Claiming.Known(var row) -> {
        found.answer(row, body.queue());
        arrival.whenClaimed.run();
      }
      case Claiming.NotOwner _ -> state.stopped = true;
    }
  }

  /// Whether an earlier attempt of this account has made the claim, whose answer was lost: no
  /// request followed it.
  private boolean isUnsent(Claim.Open open, Set<Send> tried) {
    return open.state() == ClaimState.SENDING
        && open.send() != null
        && tried.contains(open.send())
        && !services.requests().isUnderWay(open.job());
  }

  /// The send of a job that nobody is before in line, if all that it needs is at hand: pictures
  /// that are to be uploaded first never are.
  private @Nullable Send sendAtOnce(NewClaim claim) {
    if (!sender.mayPost()
        || Unsendable.reason(claim.body().command(), state.entry.hasSecondEar()).isPresent()
        || needsDialog(claim)
        || !claim.body().command().uploads().isEmpty()
        || state.jobs.values().stream().anyMatch(job -> job.state == ClaimState.CLAIMED)) {
      return null;
    }
    var probe = new Job(claim, Long.MAX_VALUE, services.now());
    state.line.put(probe.line, probe);
    try {
      return isNext(probe) ? sendPlace.prepare(claim).orElse(null) : null;
    } finally {
      state.line.remove(probe.line);
    }
  }

  /// What opens a dialog waits for who hears of it.
  private boolean needsDialog(NewClaim claim) {
    return new Job(claim, Long.MAX_VALUE, services.now()).needsDialog();
  }

  private boolean isNext(Job probe) {
    if (state.next().filter(probe::equals).isPresent()) {
      return true;
    }
    // A limit may just have been raised.
    services.directory().refresh();
    services.directory().account(state.entry.id()).ifPresent(changed -> state.entry = changed);
    state.fullQueues.clear();
    return state.next().filter(probe::equals).isPresent();
  }
}
