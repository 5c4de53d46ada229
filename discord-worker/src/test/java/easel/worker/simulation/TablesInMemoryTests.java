package easel.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.Command;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.common.message.LaneJob;
import easel.common.message.Reply.AccountState.Mode;
import easel.common.message.Reply.AccountState.Remedy;
import easel.worker.claim.AccountNotes;
import easel.worker.claim.Claim;
import easel.worker.claim.Claiming;
import easel.worker.claim.Claims;
import easel.worker.claim.Database;
import easel.worker.claim.Fence;
import easel.worker.claim.Leases;
import easel.worker.claim.NewClaim;
import easel.worker.claim.Presence;
import easel.worker.claim.Room;
import easel.worker.claim.Send;
import easel.worker.claim.SqlAccountNotes;
import easel.worker.claim.SqlThreads;
import easel.worker.claim.Threads;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DuplicateKeyException;

/// The tables of the simulation answer as those in PostgreSQL do, whatever is done to both.
class TablesInMemoryTests {
  private static final int STEPS = 400;
  private static final List<String> USERS = List.of("1300", "1301");
  private static final List<QueueId> QUEUES = List.of(QueueId.ofCustomer(1), QueueId.ofCustomer(2));
  private static Database database;

  private final TablesInMemory tables = new TablesInMemory(System::nanoTime, true);
  private final List<NewClaim> jobs = new ArrayList<>();
  private Random random = new Random();
  private List<Presence> real = List.of();
  private List<Presence> model = List.of();

  @BeforeAll
  static void migrate() {
    database = new Database();
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @BeforeEach
  void register() throws SQLException {
    database.jdbc.sql("TRUNCATE claim, worker, thread, account").update();
    database
        .jdbc
        .sql("UPDATE partition SET epoch = 0, owner = NULL, leased_until = '-infinity'")
        .update();
    real = List.of(database.presence("one"), database.presence("other"));
    model = List.of(tables.presence("one"), tables.presence("other"));
    for (int i = 0; i < real.size(); i++) {
      real.get(i).ensure();
      model.get(i).ensure();
    }
    for (int i = 0; i < 12; i++) {
      var body =
          new LaneJob(
              new JobId(UUID.randomUUID()),
              QUEUES.get(i % 2),
              i,
              Instant.EPOCH,
              null,
              new Command.Imagine(i % 3 == 0 ? "a fox --relax" : "a fox"));
      jobs.add(new NewClaim(body, new AccountId(1 + i % 2), USERS.get(i / 3 % 2)));
    }
  }

  @AfterEach
  void leave() {
    real.forEach(Presence::close);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theTablesAnswerAlike(long seed) {
    random = new Random(seed);
    for (int i = 0; i < STEPS; i++) {
      var step = random.nextInt(4) == 0 ? ofLeases() : ofClaims();
      assertThat(answer(step, tables.claims(), tables.leases(), model))
          .as("step %d of seed %d: %s", i, seed, step.what())
          .isEqualTo(answer(step, database.claims, database.leases, real));
    }
  }

  private record Step(String what, Doing doing) {}

  private interface Doing {
    @Nullable Object on(Claims claims, Leases leases, List<Presence> workers);
  }

  private static @Nullable Object answer(
      Step step, Claims claims, Leases leases, List<Presence> workers) {
    try {
      return step.doing().on(claims, leases, workers);
    } catch (DuplicateKeyException occupied) {
      return DuplicateKeyException.class;
    }
  }

  private Step ofLeases() {
    int worker = random.nextInt(2);
    int partition = random.nextInt(2);
    return switch (random.nextInt(10)) {
      case 0, 1 ->
          new Step(
              "take", (_, leases, workers) -> leases.take(partition, session(workers, worker)));
      case 2 -> new Step("renew", (_, leases, workers) -> leases.renew(session(workers, worker)));
      case 3 ->
          new Step(
              "release",
              (_, leases, workers) -> {
                leases.release(partition, session(workers, worker));
                return null;
              });
      case 4 ->
          new Step(
              "beat",
              (_, leases, workers) -> {
                leases.beat(session(workers, worker));
                return Set.copyOf(leases.living());
              });
      case 5 ->
          new Step(
              "leave",
              (_, leases, workers) -> {
                leases.leave(session(workers, worker));
                return Set.copyOf(leases.living());
              });
      case 6 ->
          new Step(
              "inherit",
              (_, leases, workers) -> {
                var heir = workers.get(worker);
                leases.inherit(heir.session(), heir.former());
                return leases.renew(heir.session());
              });
      case 7 ->
          new Step("session ends", (_, leases, workers) -> beginAnew(workers.get(worker), leases));
      default ->
          new Step(
              "is gone",
              (_, leases, workers) ->
                  List.of(leases.isGone(session(workers, worker)), leases.isGone(9_999)));
    };
  }

  /// PostgreSQL sees a moment later that a connection was closed.
  private static Object beginAnew(Presence worker, Leases leases) {
    int before = worker.session();
    worker.close();
    await("the end of the session")
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> leases.isGone(before));
    try {
      return List.of(worker.ensure(), worker.wasOurs(before), leases.isGone(worker.session()));
    } catch (SQLException unreached) {
      throw new IllegalStateException(unreached);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theThreadsAndNotesAnswerAlike(long seed) {
    random = new Random(seed);
    for (int i = 0; i < STEPS; i++) {
      var step = ofThreadsAndNotes();
      assertThat(step.on(tables.threads(), tables.notes()))
          .as("step %d of seed %d", i, seed)
          .isEqualTo(step.on(new SqlThreads(database.jdbc), new SqlAccountNotes(database.jdbc)));
    }
  }

  private interface KeptOfAccounts {
    @Nullable Object on(Threads threads, AccountNotes notes);
  }

  private KeptOfAccounts ofThreadsAndNotes() {
    var user = USERS.get(random.nextInt(2));
    long thread = 1L + random.nextInt(8);
    int ordinal = 1 + random.nextInt(3);
    var learned =
        new AccountNotes.Notes(
            random.nextBoolean(),
            random.nextInt(3),
            random.nextBoolean() ? null : "captcha",
            random.nextBoolean() ? null : Remedy.CHECK_AGAIN,
            null,
            random.nextBoolean() ? null : Instant.ofEpochSecond(1_790_000_000),
            random.nextBoolean() ? null : Mode.RELAX);
    return switch (random.nextInt(5)) {
      case 0 ->
          (threads, _) -> {
            threads.add(user, new Threads.Known(thread, 7, ordinal));
            return threads.of(user);
          };
      case 1 ->
          (threads, _) -> {
            threads.retire(thread);
            return threads.users();
          };
      case 2 ->
          (_, notes) -> {
            notes.write(user, learned);
            return notes.of(user);
          };
      case 3 -> (_, notes) -> notes.of(user);
      default -> (threads, _) -> threads.of(user);
    };
  }

  private static int session(List<Presence> workers, int index) {
    return workers.get(index).session();
  }

  private Step ofClaims() {
    var job = jobs.get(random.nextInt(jobs.size()));
    var id = job.job();
    int partition = random.nextInt(2);
    var fence = new Fence(partition, random.nextInt(4) == 0 ? 0 : epoch(partition));
    var send = random.nextInt(3) == 0 ? null : send();
    var room =
        new Room(1 + random.nextInt(4), random.nextBoolean() ? Room.UNLIMITED : random.nextInt(4));
    var yes = random.nextBoolean();
    var nonce = random.nextInt(4) == 0 ? "another" : nonceOf(id);
    return switch (random.nextInt(17)) {
      case 0, 1, 2 ->
          new Step("claim", (claims, _, _) -> told(claims.claim(fence, job, send, room)));
      case 3, 4 -> new Step("begin", (claims, _, _) -> claims.begin(fence, job, aSend(send), room));
      case 5 -> new Step("take back", (claims, _, _) -> claims.takeBack(fence, id, nonce, yes));
      case 6, 7 ->
          new Step(
              "track",
              (claims, _, _) -> claims.track(fence, id, yes, yes ? 7L : null, yes ? null : "m"));
      case 8 -> new Step("ask to stop", (claims, _, _) -> claims.askStop(fence, id));
      case 9 -> new Step("end", (claims, _, _) -> claims.end(fence, id, end(yes), yes));
      case 10 -> new Step("close", (claims, _, _) -> claims.close(fence, id));
      case 11 -> {
        var never = random.nextInt(5) > 0 ? new JobId(UUID.randomUUID()) : id;
        yield new Step("end unclaimed", (claims, _, _) -> claims.endUnclaimed(never, end(yes)));
      }
      case 12 ->
          new Step(
              "note as told",
              (claims, _, _) -> {
                claims.told(List.of(id));
                return null;
              });
      case 15 -> new Step("ambiguous", (claims, _, _) -> claims.ambiguous(fence, id));
      case 16 ->
          new Step(
              "answer dialog", (claims, _, _) -> claims.answerDialog(fence, id, yes ? "d1" : "d2"));
      case 13 -> new Step("request over", (claims, _, _) -> claims.requestOver(fence, id, nonce));
      default -> new Step("read all", (claims, _, _) -> everything(claims));
    };
  }

  private @Nullable String nonceOf(JobId job) {
    return database.claims.find(job).orElse(null) instanceof Claim.Open open && open.send() != null
        ? open.send().nonce()
        : null;
  }

  private long epoch(int partition) {
    return database
        .jdbc
        .sql("SELECT epoch FROM partition WHERE number = :number")
        .param("number", partition)
        .query(Long.class)
        .single();
  }

  private Send send() {
    return new Send(
        1 + random.nextInt(6),
        random.nextInt(4) > 0,
        random.nextInt(100),
        1,
        "n" + random.nextInt(9));
  }

  private static Send aSend(@Nullable Send send) {
    return send == null ? new Send(99, false, 1, 1, null) : send;
  }

  private static JobEnd end(boolean cancelled) {
    return cancelled
        ? new JobEnd.Cancelled(false)
        : new JobEnd.Failed(FailReason.NO_ANSWER, "silence", null);
  }

  private List<Object> everything(Claims claims) {
    var all = jobs.stream().map(NewClaim::job).collect(Collectors.toSet());
    return List.of(
        jobs.stream()
            .map(job -> claims.find(job.job()).map(TablesInMemoryTests::timeless))
            .toList(),
        claims.open(0).stream().map(TablesInMemoryTests::timeless).toList(),
        claims.open(1).stream().map(TablesInMemoryTests::timeless).toList(),
        asSet(claims.untold(0), Function.identity()),
        asSet(claims.untold(1), Function.identity()),
        asSet(claims.placesOfAccounts(0), Function.identity()),
        asSet(claims.placesOfQueues(QUEUES), Function.identity()),
        claims.claimed(all));
  }

  private static <T, R> Set<R> asSet(List<T> rows, Function<T, R> as) {
    return rows.stream().map(as).collect(Collectors.toSet());
  }

  private static Object told(Claiming claiming) {
    return switch (claiming) {
      case Claiming.Waits _ -> "waits";
      case Claiming.Begun _ -> "begun";
      case Claiming.NotOwner _ -> "not owner";
      case Claiming.Known(var claim) -> timeless(claim);
    };
  }

  /// Without what the two count and time by themselves.
  private static Object timeless(Claim claim) {
    return switch (claim) {
      case Claim.Closed closed -> closed;
      case Claim.Open open ->
          new Claim.Open(
              open.body(),
              open.state(),
              0,
              open.partition(),
              open.account(),
              open.discordUser(),
              open.send(),
              open.progress(),
              Duration.ZERO,
              open.stopAsked(),
              open.end(),
              Duration.ZERO,
              open.told());
    };
  }
}
