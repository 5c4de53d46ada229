package easel.worker.simulation;

import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.JobEnd;
import easel.common.message.LaneJob;
import easel.common.partition.Partitions;
import easel.worker.claim.AccountNotes;
import easel.worker.claim.Claim;
import easel.worker.claim.ClaimState;
import easel.worker.claim.Claiming;
import easel.worker.claim.Claims;
import easel.worker.claim.Fence;
import easel.worker.claim.Leases;
import easel.worker.claim.NewClaim;
import easel.worker.claim.Place;
import easel.worker.claim.Presence;
import easel.worker.claim.Room;
import easel.worker.claim.Send;
import easel.worker.claim.Threads;
import easel.worker.claim.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;

/// The tables of the workers, with the meaning that their SQL gives them.
final class TablesInMemory {
  private static final long LEASE = Duration.ofSeconds(5).toNanos();

  private final LongSupplier clock;
  private final boolean raisesEpoch;
  private final Map<JobId, Row> rows = new LinkedHashMap<>();
  private final Map<Integer, Partition> partitions = new HashMap<>();
  private final Map<Integer, Registered> workers = new HashMap<>();
  private final Set<Integer> held = new HashSet<>();
  private final Map<String, List<Threads.Known>> threads = new HashMap<>();
  private final Set<Long> known = new HashSet<>();
  private final Map<String, AccountNotes.Notes> notes = new HashMap<>();
  private long lines;
  private int sessions;
  private int postmaster = 1;
  private boolean losesNextClaiming;
  private long postmasterSince;

  /// @param raisesEpoch whether a take-over does, as it must
  TablesInMemory(LongSupplier clock, boolean raisesEpoch) {
    this.clock = clock;
    this.raisesEpoch = raisesEpoch;
    this.postmasterSince = clock.getAsLong() - LEASE;
    for (int i = 0; i < Partitions.COUNT; i++) {
      partitions.put(i, new Partition());
    }
  }

  private static final class Partition {
    private long epoch;
    private @Nullable Integer owner;
    private long leasedUntil = Long.MIN_VALUE;
  }

  private static final class Registered {
    private final String name;
    private final int postmaster;
    private long beat = Long.MIN_VALUE;

    private Registered(String name, int postmaster) {
      this.name = name;
      this.postmaster = postmaster;
    }
  }

  private static final class Row {
    private final JobId job;
    private ClaimState state = ClaimState.CLOSED;
    private @Nullable Long line;
    private @Nullable Integer partition;
    private @Nullable AccountId account;
    private @Nullable String discordUser;
    private @Nullable LaneJob body;
    private boolean relaxed;
    private @Nullable Send send;
    private long begunAt;
    private boolean inDoubtBefore;
    private boolean received;
    private @Nullable Long start;
    private @Nullable String midjourney;
    private boolean ambiguous;
    private boolean dialogAnswered;
    private boolean stopAsked;
    private @Nullable JobEnd ended;
    private long endedAt;
    private boolean told;

    private Row(JobId job) {
      this.job = job;
    }

    private boolean runs() {
      return state == ClaimState.SENDING
          || state == ClaimState.TRACKING
          || state == ClaimState.ENDED;
    }

    private boolean isOf(QueueId queue) {
      return body != null && body.queue().equals(queue);
    }

    private void shrink() {
      line = null;
      discordUser = null;
      body = null;
      relaxed = false;
      send = null;
      received = false;
      start = null;
      midjourney = null;
    }
  }

  /// PostgreSQL is started again: all sessions end.
  void restart() {
    postmaster++;
    postmasterSince = clock.getAsLong();
    held.clear();
  }

  /// The kernel closes the session of a process that died.
  void end(int session) {
    held.remove(session);
  }

  /// The next claim is made, and its answer does not come.
  void loseNextClaiming() {
    losesNextClaiming = true;
  }

  List<Claim.Open> openClaims() {
    return rows.values().stream()
        .filter(row -> row.state != ClaimState.CLOSED)
        .map(this::open)
        .toList();
  }

  // The claims

  Claims claims() {
    return new ClaimsInMemory();
  }

  private boolean isFenced(Fence fence) {
    return partition(fence.partition()).epoch == fence.epoch();
  }

  private Partition partition(int number) {
    var partition = partitions.get(number);
    if (partition == null) {
      throw new IllegalArgumentException("expected a partition, got: " + number);
    }
    return partition;
  }

  private boolean fits(NewClaim job, Room room) {
    var running =
        rows.values().stream()
            .filter(Row::runs)
            .filter(row -> job.discordUser().equals(row.discordUser))
            .toList();
    return room.account() > running.size()
        && (!job.relaxed() || Room.RELAXED > running.stream().filter(row -> row.relaxed).count())
        && (room.queue() == Room.UNLIMITED
            || room.queue()
                > rows.values().stream()
                    .filter(Row::runs)
                    .filter(row -> row.isOf(job.body().queue()))
                    .count());
  }

  private void beginSend(Row row, Send send) {
    if (send.ownThread()
        && rows.values().stream()
            .anyMatch(
                other ->
                    other != row
                        && other.runs()
                        && other.send != null
                        && other.send.ownThread()
                        && other.send.thread() == send.thread())) {
      throw new DuplicateKeyException("claim_alone_in_thread");
    }
    row.state = ClaimState.SENDING;
    row.send = send;
    row.begunAt = clock.getAsLong();
  }

  private Written change(Fence fence, JobId job, Predicate<Row> mayBe, Consumer<Row> change) {
    if (!isFenced(fence)) {
      return Written.NOT_OWNER;
    }
    var row = rows.get(job);
    if (row == null || !mayBe.test(row)) {
      return Written.UNCHANGED;
    }
    change.accept(row);
    return Written.DONE;
  }

  private Claim claim(Row row) {
    return row.state == ClaimState.CLOSED ? closed(row) : open(row);
  }

  private static Claim.Closed closed(Row row) {
    if (row.ended == null) {
      throw new IllegalStateException("expected a closed claim to have an end: " + row.job);
    }
    return new Claim.Closed(row.job, row.account, row.ended, row.told);
  }

  private Claim.Open open(Row row) {
    if (row.body == null
        || row.line == null
        || row.partition == null
        || row.account == null
        || row.discordUser == null) {
      throw new IllegalStateException("expected a whole open claim: " + row.job);
    }
    return new Claim.Open(
        row.body,
        row.state,
        row.line,
        row.partition,
        row.account,
        row.discordUser,
        row.send,
        new Send.Progress(
            row.received,
            row.inDoubtBefore,
            row.start,
            row.midjourney,
            row.ambiguous,
            row.dialogAnswered),
        row.send == null ? Duration.ZERO : since(row.begunAt),
        row.stopAsked,
        row.ended,
        row.ended == null ? Duration.ZERO : since(row.endedAt),
        row.told);
  }

  private Duration since(long at) {
    return Duration.ofMillis(Duration.ofNanos(clock.getAsLong() - at).toMillis());
  }

  private final class ClaimsInMemory implements Claims {
    @Override
    public Claiming claim(Fence fence, NewClaim job, @Nullable Send send, Room room) {
      if (!rows.containsKey(job.job()) && isFenced(fence)) {
        var row = new Row(job.job());
        row.state = ClaimState.CLAIMED;
        if (send != null && fits(job, room)) {
          beginSend(row, send);
        }
        row.line = ++lines;
        row.partition = fence.partition();
        row.account = job.account();
        row.discordUser = job.discordUser();
        row.body = job.body();
        row.relaxed = job.relaxed();
        rows.put(job.job(), row);
        if (losesNextClaiming) {
          losesNextClaiming = false;
          throw new DataAccessResourceFailureException("PostgreSQL did not answer");
        }
        return row.state == ClaimState.SENDING
            ? new Claiming.Begun(lines)
            : new Claiming.Waits(lines);
      }
      return find(job.job()).<Claiming>map(Claiming.Known::new).orElseGet(Claiming.NotOwner::new);
    }

    @Override
    public Written begin(Fence fence, NewClaim job, Send send, Room room) {
      return change(
          fence,
          job.job(),
          row -> row.state == ClaimState.CLAIMED && fits(job, room),
          row -> {
            beginSend(row, send);
            row.received = false;
            row.start = null;
            row.midjourney = null;
            row.ambiguous = false;
            row.dialogAnswered = false;
          });
    }

    @Override
    public Written takeBack(Fence fence, JobId job, @Nullable String nonce, boolean inDoubtBefore) {
      return change(
          fence,
          job,
          row -> isOfSend(row, nonce),
          row -> {
            row.state = ClaimState.CLAIMED;
            row.send = null;
            row.inDoubtBefore |= inDoubtBefore;
          });
    }

    @Override
    public Written requestOver(Fence fence, JobId job, @Nullable String nonce) {
      return change(
          fence,
          job,
          row -> isOfSend(row, nonce),
          row ->
              row.send =
                  row.send == null
                      ? null
                      : new Send(
                          row.send.thread(),
                          row.send.ownThread(),
                          row.send.floor(),
                          Send.NOBODY,
                          row.send.nonce()));
    }

    private static boolean isOfSend(Row row, @Nullable String nonce) {
      return row.state == ClaimState.SENDING
          && row.send != null
          && Objects.equals(row.send.nonce(), nonce);
    }

    @Override
    public Written track(
        Fence fence,
        JobId job,
        boolean received,
        @Nullable Long start,
        @Nullable String midjourney) {
      return change(
          fence,
          job,
          row -> row.state == ClaimState.SENDING || row.state == ClaimState.TRACKING,
          row -> {
            row.state = ClaimState.TRACKING;
            row.received |= received;
            row.start = start == null ? row.start : start;
            row.midjourney = midjourney == null ? row.midjourney : midjourney;
          });
    }

    @Override
    public Written answerDialog(Fence fence, JobId job, String nonce) {
      return change(
          fence,
          job,
          row ->
              row.state == ClaimState.TRACKING
                  && row.send != null
                  && (!row.dialogAnswered || nonce.equals(row.send.nonce())),
          row -> {
            row.dialogAnswered = true;
            row.received = false;
            row.send = row.send == null ? null : row.send.withNonce(nonce);
          });
    }

    @Override
    public Written ambiguous(Fence fence, JobId job) {
      return change(fence, job, row -> row.ended == null, row -> row.ambiguous = true);
    }

    @Override
    public Written askStop(Fence fence, JobId job) {
      return change(fence, job, row -> row.ended == null, row -> row.stopAsked = true);
    }

    @Override
    public Written end(Fence fence, JobId job, JobEnd end, boolean closed) {
      return change(
          fence,
          job,
          row -> row.ended == null,
          row -> {
            row.ended = end;
            row.endedAt = clock.getAsLong();
            row.state = closed ? ClaimState.CLOSED : ClaimState.ENDED;
            if (closed) {
              row.shrink();
            }
          });
    }

    @Override
    public Written close(Fence fence, JobId job) {
      return change(
          fence,
          job,
          row -> row.state == ClaimState.ENDED,
          row -> {
            row.state = ClaimState.CLOSED;
            row.shrink();
          });
    }

    @Override
    public boolean endUnclaimed(JobId job, JobEnd end) {
      if (rows.containsKey(job)) {
        return false;
      }
      var row = new Row(job);
      row.ended = end;
      row.endedAt = clock.getAsLong();
      rows.put(job, row);
      return true;
    }

    @Override
    public void told(Collection<JobId> jobs) {
      jobs.stream().map(rows::get).filter(row -> row != null).forEach(row -> row.told = true);
    }

    @Override
    public Optional<Claim> find(JobId job) {
      return Optional.ofNullable(rows.get(job)).map(TablesInMemory.this::claim);
    }

    private Stream<Row> openRows(int partition) {
      return rows.values().stream()
          .filter(row -> row.state != ClaimState.CLOSED)
          .filter(row -> row.partition != null && row.partition == partition);
    }

    @Override
    public List<Claim.Open> open(int partition) {
      return openRows(partition)
          .map(TablesInMemory.this::open)
          .sorted(Comparator.comparingLong(Claim.Open::line))
          .toList();
    }

    @Override
    public List<Place> placesOfAccounts(int partition) {
      return openRows(partition).map(this::place).toList();
    }

    @Override
    public List<Place> placesOfQueues(Collection<QueueId> queues) {
      return rows.values().stream()
          .filter(row -> row.state != ClaimState.CLOSED)
          .map(this::place)
          .filter(place -> queues.contains(place.queue()))
          .toList();
    }

    private Place place(Row row) {
      var open = open(row);
      return new Place(row.job, open.discordUser(), open.body().queue());
    }

    private Claim.Open open(Row row) {
      return TablesInMemory.this.open(row);
    }

    @Override
    public Map<JobId, String> claimed(Collection<JobId> jobs) {
      var accounts = new HashMap<JobId, String>();
      for (var job : jobs) {
        var row = rows.get(job);
        if (row != null) {
          accounts.put(job, row.discordUser == null ? CLOSED : row.discordUser);
        }
      }
      return accounts;
    }

    @Override
    public List<Claim.Closed> untold(int partition) {
      return rows.values().stream()
          .filter(row -> row.state == ClaimState.CLOSED && row.ended != null && !row.told)
          .filter(row -> row.partition != null && row.partition == partition)
          .map(TablesInMemory::closed)
          .toList();
    }
  }

  // The leases

  Leases leases() {
    return new LeasesInMemory();
  }

  private final class LeasesInMemory implements Leases {
    @Override
    public void beat(int session) {
      var worker = workers.get(session);
      if (worker != null) {
        worker.beat = clock.getAsLong();
      }
    }

    @Override
    public List<String> living() {
      long since = clock.getAsLong() - LEASE;
      return workers.entrySet().stream()
          .filter(worker -> worker.getValue().beat > since)
          .filter(
              worker ->
                  held.contains(worker.getKey()) || worker.getValue().postmaster != postmaster)
          .map(worker -> worker.getValue().name)
          .distinct()
          .sorted()
          .toList();
    }

    @Override
    public Map<Integer, Long> renew(int session) {
      var renewed = new HashMap<Integer, Long>();
      partitions.forEach(
          (number, partition) -> {
            if (partition.owner != null && partition.owner == session) {
              partition.leasedUntil = clock.getAsLong() + LEASE;
              renewed.put(number, partition.epoch);
            }
          });
      return renewed;
    }

    @Override
    public OptionalLong take(int number, int session) {
      var partition = partition(number);
      long now = clock.getAsLong();
      var owner = partition.owner;
      var registered = owner == null ? null : workers.get(owner);
      boolean free =
          owner == null
              || Math.max(partition.leasedUntil, postmasterSince + LEASE) < now
              || (!held.contains(owner)
                  && registered != null
                  && registered.postmaster == postmaster);
      if (!free) {
        return OptionalLong.empty();
      }
      partition.owner = session;
      partition.epoch += raisesEpoch ? 1 : 0;
      partition.leasedUntil = now + LEASE;
      return OptionalLong.of(partition.epoch);
    }

    @Override
    public void release(int number, int session) {
      var partition = partition(number);
      if (partition.owner != null && partition.owner == session) {
        partition.owner = null;
      }
    }

    @Override
    public void inherit(int session, Collection<Integer> formerSessions) {
      for (var partition : partitions.values()) {
        if (partition.owner != null && formerSessions.contains(partition.owner)) {
          partition.owner = session;
        }
      }
    }

    @Override
    public void leave(int session) {
      var worker = workers.get(session);
      if (worker != null) {
        worker.beat = Long.MIN_VALUE;
      }
    }

    @Override
    public boolean isGone(int other) {
      var worker = workers.get(other);
      return worker != null
          && worker.postmaster == postmaster
          && workers.entrySet().stream()
              .filter(each -> each.getValue().name.equals(worker.name))
              .noneMatch(each -> held.contains(each.getKey()));
    }
  }

  /// The session of one worker with these tables.
  Presence presence(String name) {
    return new PresenceInMemory(name);
  }

  private final class PresenceInMemory implements Presence {
    private final String name;
    private final List<Integer> former = new ArrayList<>();
    private int session;

    private PresenceInMemory(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public int session() {
      return session;
    }

    @Override
    public boolean wasOurs(int other) {
      return other == session || former.contains(other);
    }

    @Override
    public List<Integer> former() {
      return List.copyOf(former);
    }

    @Override
    public boolean ensure() {
      if (held.contains(session)) {
        return false;
      }
      if (session != 0) {
        former.add(session);
      }
      session = ++sessions;
      workers.put(session, new Registered(name, postmaster));
      held.add(session);
      return true;
    }

    @Override
    public void close() {
      held.remove(session);
    }
  }

  // The threads and notes

  Threads threads() {
    return new Threads() {
      @Override
      public List<Known> of(String discordUser) {
        return threads.getOrDefault(discordUser, List.of()).stream()
            .sorted(Comparator.comparingInt(Known::ordinal).thenComparingLong(Known::id))
            .toList();
      }

      @Override
      public Set<String> users() {
        return threads.entrySet().stream()
            .filter(entry -> !entry.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
      }

      @Override
      public void add(String discordUser, Known thread) {
        if (known.add(thread.id())) {
          threads.computeIfAbsent(discordUser, _ -> new ArrayList<>()).add(thread);
        }
      }

      @Override
      public void retire(long thread) {
        threads.values().forEach(some -> some.removeIf(one -> one.id() == thread));
      }
    };
  }

  AccountNotes notes() {
    return new AccountNotes() {
      @Override
      public Notes of(String discordUser) {
        return notes.getOrDefault(discordUser, Notes.NONE);
      }

      @Override
      public void write(String discordUser, Notes learned) {
        notes.put(discordUser, learned);
      }
    };
  }
}
