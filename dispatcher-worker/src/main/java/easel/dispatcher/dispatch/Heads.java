package easel.dispatcher.dispatch;

import easel.common.directory.AccountEntry;
import easel.common.id.JobId;
import easel.common.id.PoolId;
import easel.common.id.QueueId;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.common.message.LaneJob;
import easel.common.message.Reply.PlaceFreed;
import easel.common.slot.Place;
import easel.common.slot.Take;
import easel.dispatcher.pool.Pools;
import easel.dispatcher.pool.Target;
import easel.dispatcher.pool.Turn;
import easel.dispatcher.pool.Turns;
import easel.dispatcher.redis.RedisUnreachable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The heads of one partition's lanes, and what becomes of each: the decision, without the broker.
///
/// What happens only marks heads as worth a look; {@link #next} looks at them, the oldest first,
/// until one must be acted upon. A head that was acted upon stays until {@link #done} or {@link
/// #failed}. For one thread.
final class Heads {
  private static final Logger log = LoggerFactory.getLogger(Heads.class);

  /// Returned well before the broker's own patience (30 min) ends, which would close the channel.
  static final Duration LONGEST_HOLD = Duration.ofMinutes(10);

  /// A directory may be read a moment before an account gets into it: a pool must have none for so
  /// long before a job ends for it.
  static final Duration NO_ACCOUNT_PATIENCE = Duration.ofSeconds(5);

  static final int MOST_FAILURES = 5;

  private final Places places;
  private final Turns turns;
  private final LongSupplier nanoClock;

  private final Map<QueueId, HeldHead> heads = new HashMap<>();
  private final NavigableSet<HeldHead> worthALook = new TreeSet<>(HeldHead.OLDEST_FIRST);
  private final Waiting waiting = new Waiting();

  /// Discord users with a place that was freed, and the pool whose heads may take it.
  private final Map<String, PoolId> freed = new LinkedHashMap<>();

  /// Discord users that had no place for us when last asked: not worth another take until one is
  /// freed or {@link #lookAgain} sees room. So an older head that waits is not overtaken either.
  private final Set<String> full = new HashSet<>();

  private final Map<QueueId, Turn> knownTurns = new HashMap<>();
  private final Map<PoolId, Found> withoutAccounts = new HashMap<>();
  private Pools pools = Pools.UNKNOWN;

  Heads(Places places, Turns turns, LongSupplier nanoClock) {
    this.places = places;
    this.turns = turns;
    this.nanoClock = nanoClock;
  }

  /// Follows the directory; {@link #lookAgain} acts on what changed.
  void follow(Pools now) {
    pools = now;
  }

  /// A lane delivered its first job.
  void arrived(Head head) {
    var lane = head.job().queue();
    var before = heads.put(lane, new HeldHead(head, nanoClock.getAsLong()));
    if (before != null) {
      throw new IllegalStateException(
          "expected one head at a time of lane %s, got %s beside %s"
              .formatted(lane, head.job().job(), before.job.job()));
    }
    worthALook.add(heads.get(lane));
  }

  /// A place of an account, and of a queue, may be taken again.
  void freed(PlaceFreed place) {
    var ofQueue = heads.get(place.queue());
    if (ofQueue != null
        && (ofQueue.waitsFor instanceof WaitsFor.ItsQueue
            || ofQueue.job.job().equals(place.job()))) {
      lookAt(ofQueue);
    }
    // An account that is not usable would only be found closed.
    pools
        .account(place.account())
        .filter(account -> account.linked() && account.usable())
        .ifPresent(
            account -> {
              full.remove(account.discordUser());
              freed.put(account.discordUser(), account.pool());
            });
  }

  /// Looks at all held heads, in one round trip, for what nobody told: messages about freed places
  /// may be lost, and limits, pauses and the directory change.
  void lookAgain() {
    var held = heads.values().stream().filter(HeldHead::isHeld).toList();
    var ofQueues = new ArrayList<HeldHead>();
    for (var head : held) {
      head.overdue = nanoClock.getAsLong() - head.arrivedNanos > LONGEST_HOLD.toNanos();
      if (head.overdue || head.mayHold || !pools.targetOf(head.job).equals(head.target)) {
        lookAt(head);
        continue;
      }
      switch (head.waitsFor) {
        case WaitsFor.ItsQueue _, WaitsFor.OneAccount _, WaitsFor.AnyAccount _ ->
            ofQueues.add(head);
        case WaitsFor.TheDirectory _, WaitsFor.AnotherTry _ -> lookAt(head);
        case null -> throw new IllegalStateException("expected a held head");
      }
    }
    try {
      lookAgainAt(ofQueues);
    } catch (RedisUnreachable _) {
      // Nothing was learned: the next look asks again. What is freed may be of an account that
      // takes
      // no jobs any more: nobody would ever take that place.
      freed.clear();
    }
  }

  private void lookAgainAt(List<HeldHead> held) {
    var accounts = accountsWaitedFor(held);
    List<Place> asked = new ArrayList<>();
    held.forEach(head -> asked.add(new Place.OfQueue(head.job.queue(), head.job.job())));
    accounts.forEach((user, job) -> asked.add(new Place.OfAccount(user, job)));
    var answers = places.lookAt(asked);

    full.clear();
    freed.clear();
    var ofAccounts = answers.subList(held.size(), answers.size()).iterator();
    accounts.keySet().stream().filter(_ -> !ofAccounts.next().holds()).forEach(full::add);
    for (int i = 0; i < held.size(); i++) {
      var head = held.get(i);
      var ofQueue = answers.get(i);
      // One that waited for its queue takes that place also where its account is full: from then on
      // a freed place of the account finds it.
      var worthIt = head.waitsFor instanceof WaitsFor.ItsQueue || hasRoom(head);
      if (ofQueue == Take.ENDED || (ofQueue.holds() && worthIt)) {
        lookAt(head);
      }
    }
  }

  private Map<String, JobId> accountsWaitedFor(Collection<HeldHead> held) {
    Map<String, JobId> users = new LinkedHashMap<>();
    Set<PoolId> seen = new HashSet<>();
    for (var head : held) {
      switch (head.target) {
        case Target.Bound(var account) -> users.put(account.discordUser(), head.job.job());
        case Target.InTurn(var pool, var accounts) -> {
          if (seen.add(pool)) {
            usable(accounts).forEach(account -> users.put(account.discordUser(), head.job.job()));
          }
        }
        case Target.Nowhere _, Target.NoAccountLeft _, Target.Unknown _ -> {}
      }
    }
    return users;
  }

  private boolean hasRoom(HeldHead head) {
    return switch (head.target) {
      case Target.Bound(var account) -> !full.contains(account.discordUser());
      case Target.InTurn(_, var accounts) ->
          usable(accounts).stream().anyMatch(account -> !full.contains(account.discordUser()));
      case Target.Nowhere _, Target.NoAccountLeft _, Target.Unknown _ -> true;
    };
  }

  private static List<AccountEntry> usable(List<AccountEntry> accounts) {
    return accounts.stream().filter(AccountEntry::usable).toList();
  }

  /// Decides until a head must be acted upon; empty when all others stay held.
  Optional<Decision.Action> next() {
    for (var head = oldestWorthALook(); head != null; head = oldestWorthALook()) {
      worthALook.remove(head);
      waiting.remove(head);
      switch (decideOrRetry(head)) {
        case Decision.Hold(var waitsFor) -> waiting.add(head, waitsFor);
        case Decision.Action action -> {
          return Optional.of(action);
        }
      }
    }
    return Optional.empty();
  }

  /// The head was acted upon and is no longer ours.
  void done(QueueId lane) {
    heads.remove(lane);
  }

  /// What was to be done with the head could not be confirmed: it may hold its places.
  ///
  /// @return whether there is such a head
  boolean failed(QueueId lane) {
    var head = heads.get(lane);
    if (head == null) {
      return false;
    }
    head.mayHold = true;
    waiting.add(head, new WaitsFor.AnotherTry());
    return true;
  }

  /// The channel that delivered the heads is closed: the broker delivers them again, to whoever
  /// serves their lanes then.
  void forget() {
    heads.clear();
    worthALook.clear();
    waiting.clear();
    freed.clear();
    full.clear();
    knownTurns.clear();
    withoutAccounts.clear();
  }

  /// What the held heads wait for.
  List<WaitsFor> held() {
    var held = new ArrayList<WaitsFor>();
    for (var head : heads.values()) {
      if (head.waitsFor != null) {
        held.add(head.waitsFor);
      }
    }
    return held;
  }

  private void lookAt(HeldHead head) {
    // One that is being acted upon waits for that.
    if (head.isHeld()) {
      waiting.remove(head);
      worthALook.add(head);
    }
  }

  private @Nullable HeldHead oldestWorthALook() {
    var oldest = worthALook.isEmpty() ? null : worthALook.first();
    for (var place = freed.entrySet().iterator(); place.hasNext(); ) {
      var entry = place.next();
      var waits =
          full.contains(entry.getKey())
              ? null
              : waiting.oldestFor(entry.getKey(), entry.getValue());
      if (waits == null) {
        place.remove();
      }
      oldest = Waiting.older(oldest, waits);
    }
    return oldest;
  }

  private Decision decideOrRetry(HeldHead head) {
    try {
      return decide(head);
    } catch (RedisUnreachable _) {
      // The place may be taken although the answer was lost: the job's next look finds it. All
      // others would wait for the same time-out, one after another.
      head.mayHold = true;
      worthALook.forEach(other -> waiting.add(other, new WaitsFor.AnotherTry()));
      worthALook.clear();
      freed.clear();
      return new Decision.Hold(new WaitsFor.AnotherTry());
    } catch (RuntimeException failure) {
      head.mayHold = true;
      head.failures++;
      if (head.failures >= MOST_FAILURES) {
        return new Decision.Reject(head.job, "Handling failed: " + failure);
      }
      log.atError()
          .addKeyValue("job", head.job.job())
          .addKeyValue("failures", head.failures)
          .setCause(failure)
          .log("Could not decide about a head; will be tried again within 1 s");
      return new Decision.Hold(new WaitsFor.AnotherTry());
    }
  }

  private Decision decide(HeldHead head) {
    if (head.overdue) {
      return new Decision.Return(head.job);
    }
    head.target = pools.targetOf(head.job);
    return switch (head.target) {
      case Target.Unknown _ -> new Decision.Hold(new WaitsFor.TheDirectory());
      case Target.Nowhere(var detail) -> unavailable(head, detail);
      case Target.NoAccountLeft(var pool) ->
          isWithoutAccounts(pool)
              ? unavailable(head, "No linked account is left that could run this job.")
              : new Decision.Hold(new WaitsFor.TheDirectory());
      case Target.Bound(var account) ->
          decide(
              head, () -> takeBound(head, account), new WaitsFor.OneAccount(account.discordUser()));
      case Target.InTurn(var pool, var accounts) ->
          decide(head, () -> takeInTurn(head, accounts), new WaitsFor.AnyAccount(pool));
    };
  }

  private static Decision unavailable(HeldHead head, String detail) {
    return new Decision.AskForEnd(
        head.job, new JobEnd.Failed(FailReason.ACCOUNT_UNAVAILABLE, detail, false));
  }

  private boolean isWithoutAccounts(PoolId pool) {
    var now = nanoClock.getAsLong();
    var found = withoutAccounts.merge(pool, new Found(now, now), (before, _) -> before.again(now));
    return now - found.first >= NO_ACCOUNT_PATIENCE.toNanos();
  }

  /// When a pool was first and last found without accounts, and with none in between.
  private record Found(long first, long last) {
    // Held heads look each second, so a longer gap means that it had one meanwhile.
    private static final long LONGEST_GAP = Duration.ofSeconds(3).toNanos();

    Found again(long now) {
      return now - last > LONGEST_GAP ? new Found(now, now) : new Found(first, now);
    }
  }

  /// @param taking takes a place of an account that may run it, where there is one
  /// @param otherwise what it waits for where there is none
  private Decision decide(
      HeldHead head, Supplier<Optional<AccountEntry>> taking, WaitsFor otherwise) {
    var ofQueue = takeOfQueue(head.job);
    return switch (ofQueue) {
      case ENDED -> new Decision.Drop(head.job);
      case FULL, CLOSED, UNKNOWN -> new Decision.Hold(new WaitsFor.ItsQueue());
      case TAKEN, HELD -> {
        head.tookPlaceOfQueue(ofQueue);
        var taken = taking.get();
        yield taken.isPresent()
            ? new Decision.HandOver(head.job, taken.get())
            : new Decision.Hold(otherwise);
      }
    };
  }

  private Take takeOfQueue(LaneJob job) {
    if (!pools.isPaused(job.queue())) {
      return places.takeOfQueue(job.queue(), job.job());
    }
    var found = places.lookAt(List.of(new Place.OfQueue(job.queue(), job.job()))).getFirst();
    return found == Take.ENDED ? found : Take.CLOSED;
  }

  private Optional<AccountEntry> takeBound(HeldHead head, AccountEntry account) {
    // A lane whose account was unusable for a while may have been served in turn.
    var held =
        head.mayHold && head.job.pinned() == null
            ? heldPlace(head, pools.accountsOf(account.pool()))
            : Optional.<AccountEntry>empty();
    var taken = held.or(() -> Optional.of(account).filter(bound -> take(head, bound)));
    head.mayHold = false;
    return taken;
  }

  /// Takes a place of the usable account that the queue used longest ago; a full one is passed over
  /// and keeps its turn. A job that holds a place already goes where it is.
  private Optional<AccountEntry> takeInTurn(HeldHead head, List<AccountEntry> accounts) {
    var queue = head.job.queue();
    var turn = knownTurns.computeIfAbsent(queue, turns::of);
    var held = head.mayHold ? heldPlace(head, accounts) : Optional.<AccountEntry>empty();
    head.mayHold = false;
    var taken =
        held.or(
            () ->
                turn.order(usable(accounts)).stream()
                    .filter(account -> take(head, account))
                    .findFirst());
    taken.ifPresent(
        account -> {
          // Before the hand-over: a successor must not give this account the next job too.
          turns.note(queue, account.id(), head.job.number());
          turn.used(account.id(), head.job.number());
        });
    return taken;
  }

  private Optional<AccountEntry> heldPlace(HeldHead head, List<AccountEntry> accounts) {
    var job = head.job.job();
    var user =
        places.accountHolding(accounts.stream().map(AccountEntry::discordUser).toList(), job);
    var account =
        user.flatMap(
            holding -> accounts.stream().filter(a -> a.discordUser().equals(holding)).findFirst());
    if (account.isEmpty() || take(head, account.get())) {
      return account;
    }
    // Its account takes no jobs now and the job goes elsewhere: nobody else would free this place.
    // If it was handed over there after all, its claim puts the place back.
    places.freeOfAccount(account.get().discordUser(), job);
    return Optional.empty();
  }

  private boolean take(HeldHead head, AccountEntry account) {
    var user = account.discordUser();
    // A full account still answers "held" to a job that holds a place of it.
    if (full.contains(user) && !head.mayHold) {
      return false;
    }
    var taken = places.takeOfAccount(user, head.job.job()).holds();
    if (!taken) {
      full.add(user);
    }
    return taken;
  }
}
