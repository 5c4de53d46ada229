package easel.worker.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.Command;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.common.message.LaneJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;

/// Claims against a real PostgreSQL: here live P2 and P3.
class ClaimsTests {
  private static final Room ROOMY = new Room(100, Room.UNLIMITED);
  private static final JobEnd FAILED = new JobEnd.Failed(FailReason.NO_ANSWER, "silence", null);
  private static final AtomicLong IDS = new AtomicLong(1_000);
  private static final int AT_ONCE = 16;
  private static Database database;
  private static Claims claims;

  private final String user = Long.toString(IDS.incrementAndGet());
  private final QueueId queue = QueueId.ofCustomer(IDS.incrementAndGet());
  private final Fence fence = new Fence(3, epoch(3));

  @BeforeAll
  static void migrate() {
    database = new Database();
    claims = database.claims;
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @Test
  void aJobIsClaimedOnceAndARepeatIsAnsweredWithWhatTheRowSays() {
    var job = job(user);

    assertThat(claims.claim(fence, job, null, ROOMY)).isInstanceOf(Claiming.Waits.class);
    assertThat(claims.claim(fence, job, send(), ROOMY))
        .isInstanceOfSatisfying(
            Claiming.Known.class,
            known -> assertThat(known.claim().state()).isEqualTo(ClaimState.CLAIMED));
  }

  @Test
  void aJobThatFitsIsClaimedAndBegunInOneStep() {
    var job = job(user);
    var send = send();

    assertThat(claims.claim(fence, job, send, ROOMY)).isInstanceOf(Claiming.Begun.class);

    assertThat(claims.find(job.job()))
        .hasValueSatisfying(
            claim ->
                assertThat(claim)
                    .isInstanceOfSatisfying(
                        Claim.Open.class,
                        open -> {
                          assertThat(open.state()).isEqualTo(ClaimState.SENDING);
                          assertThat(open.send()).isEqualTo(send);
                          assertThat(open.body()).isEqualTo(job.body());
                        }));
  }

  @Test
  void aBygoneEpochWritesNothing() {
    var job = job(user);
    var send = send();
    claims.claim(fence, job, send, ROOMY);
    raiseEpoch(fence.partition());

    assertThat(claims.claim(fence, job(user), null, ROOMY)).isInstanceOf(Claiming.NotOwner.class);
    assertThat(claims.track(fence, job.job(), true, null, null)).isEqualTo(Written.NOT_OWNER);
    assertThat(claims.takeBack(fence, job.job(), send.nonce(), false)).isEqualTo(Written.NOT_OWNER);
    assertThat(claims.requestOver(fence, job.job(), send.nonce())).isEqualTo(Written.NOT_OWNER);
    assertThat(claims.end(fence, job.job(), FAILED, true)).isEqualTo(Written.NOT_OWNER);
    assertThat(claims.find(job.job()).orElseThrow().state()).isEqualTo(ClaimState.SENDING);
  }

  @Test
  void aBygoneEpochNeitherBeginsNorStopsNorClosesAJob() {
    var waiting = job(user);
    var ended = job(user);
    claims.claim(fence, waiting, null, ROOMY);
    claims.claim(fence, ended, send(), ROOMY);
    claims.end(fence, ended.job(), FAILED, false);
    raiseEpoch(fence.partition());

    assertThat(claims.begin(fence, waiting, send(), ROOMY)).isEqualTo(Written.NOT_OWNER);
    assertThat(claims.begin(fence, waiting, send(), new Room(100, 5))).isEqualTo(Written.NOT_OWNER);
    assertThat(claims.askStop(fence, waiting.job())).isEqualTo(Written.NOT_OWNER);
    assertThat(claims.close(fence, ended.job())).isEqualTo(Written.NOT_OWNER);
    assertThat(claims.find(waiting.job()).orElseThrow())
        .isInstanceOfSatisfying(
            Claim.Open.class,
            open -> {
              assertThat(open.state()).isEqualTo(ClaimState.CLAIMED);
              assertThat(open.stopAsked()).isFalse();
            });
    assertThat(claims.find(ended.job()).orElseThrow().state()).isEqualTo(ClaimState.ENDED);
  }

  @Test
  void aJobThatManyClaimAtTheSameTimeIsNewToOne() throws Exception {
    var job = job(user);

    var claimings = atTheSameTime(i -> claims.claim(fence, job, send(), ROOMY));

    assertThat(claimings).filteredOn(Claiming.Begun.class::isInstance).hasSize(1);
    assertThat(claimings)
        .filteredOn(claiming -> !(claiming instanceof Claiming.Begun))
        .hasSize(AT_ONCE - 1)
        .allSatisfy(
            claiming ->
                assertThat(claiming)
                    .isInstanceOfSatisfying(
                        Claiming.Known.class,
                        known -> assertThat(known.claim().job()).isEqualTo(job.job())));
  }

  @Test
  void raisingTheEpochWaitsForAWriteUnderWay() throws Exception {
    var raised = new ArrayList<Long>();
    var job = job(user);
    Thread raiser =
        Thread.ofVirtual()
            .unstarted(
                () -> {
                  raiseEpoch(fence.partition());
                  raised.add(1L);
                });
    database.transaction.executeWithoutResult(
        _ -> {
          claims.claim(fence, job, null, ROOMY);
          raiser.start();
          // then nobody raises it before the claim is committed
          database.jdbc.sql("SELECT pg_sleep(0.2)::text").query(String.class).single();
          assertThat(raised).isEmpty();
        });
    raiser.join();
    assertThat(raised).hasSize(1);
    assertThat(claims.open(fence.partition()))
        .anySatisfy(open -> assertThat(open.job()).isEqualTo(job.job()));
  }

  @Test
  void anAccountNeverRunsMoreThanItsLimit() {
    var room = new Room(2, Room.UNLIMITED);
    assertThat(claims.claim(fence, job(user), send(), room)).isInstanceOf(Claiming.Begun.class);
    assertThat(claims.claim(fence, job(user), send(), room)).isInstanceOf(Claiming.Begun.class);

    var third = job(user);
    assertThat(claims.claim(fence, third, send(), room)).isInstanceOf(Claiming.Waits.class);
    assertThat(claims.begin(fence, third, send(), room)).isEqualTo(Written.UNCHANGED);

    // when the limit is raised
    assertThat(claims.begin(fence, third, send(), new Room(3, Room.UNLIMITED)))
        .isEqualTo(Written.DONE);
  }

  @Test
  void ownersThatFollowEachOtherNeverPassAnAccountsLimit() throws Exception {
    // when each takes the partition over and begins at once, as after a pause of the one before
    var room = new Room(3, Room.UNLIMITED);
    var claimings =
        atTheSameTime(i -> claims.claim(new Fence(4, raiseEpoch(4)), job(user), send(), room));

    // then a later one has counted what an earlier one began
    assertThat(claimings)
        .filteredOn(Claiming.Begun.class::isInstance)
        .hasSizeBetween(1, room.account());
    assertThat(running(user)).isLessThanOrEqualTo(room.account());
    // and the last of them, whom nobody disturbs, finds just the rest of the room
    var last = new Fence(4, raiseEpoch(4));
    for (int i = 0; i < AT_ONCE; i++) {
      claims.claim(last, job(user), send(), room);
    }
    assertThat(running(user)).isEqualTo(room.account());
  }

  @Test
  void anEndedJobCountsUntilItsClaimIsClosed() {
    var room = new Room(1, Room.UNLIMITED);
    var first = job(user);
    claims.claim(fence, first, send(), room);
    claims.end(fence, first.job(), FAILED, false);
    var second = job(user);

    assertThat(claims.claim(fence, second, send(), room)).isInstanceOf(Claiming.Waits.class);

    claims.close(fence, first.job());
    assertThat(claims.begin(fence, second, send(), room)).isEqualTo(Written.DONE);
  }

  @Test
  void atMostThreeRelaxedJobsRunOnAnAccount() {
    for (int i = 0; i < 3; i++) {
      assertThat(claims.claim(fence, job(user, "a --relax"), send(), ROOMY))
          .isInstanceOf(Claiming.Begun.class);
    }
    assertThat(claims.claim(fence, job(user, "a --relax --v 7"), send(), ROOMY))
        .isInstanceOf(Claiming.Waits.class);
    assertThat(claims.claim(fence, job(user, "a --relaxing"), send(), ROOMY))
        .isInstanceOf(Claiming.Begun.class);
  }

  @Test
  void workersThatCountAQueueAtTheSameTimeNeverPassItsLimit() throws Exception {
    var room = new Room(100, 2);
    try (var workers = Executors.newFixedThreadPool(8)) {
      var attempts = new ArrayList<Callable<Claiming>>();
      for (int i = 0; i < 40; i++) {
        var job = job(Long.toString(IDS.incrementAndGet()));
        attempts.add(() -> claims.claim(fence, job, send(), room));
      }
      var begun =
          workers.invokeAll(attempts).stream()
              .filter(attempt -> attempt.resultNow() instanceof Claiming.Begun)
              .count();

      assertThat(begun).isEqualTo(2);
    }
  }

  @Test
  void aQueueOverTwoAccountsKeepsItsLimitAndEachAccountItsOwn() throws Exception {
    var accounts = List.of(user, Long.toString(IDS.incrementAndGet()));
    var room = new Room(2, 3);
    var jobs =
        IntStream.range(0, AT_ONCE).mapToObj(i -> job(accounts.get(i % accounts.size()))).toList();

    // when half of them were claimed before, so that both ways to begin are taken at once
    jobs.subList(0, AT_ONCE / 2).forEach(job -> claims.claim(fence, job, null, room));
    var begun =
        atTheSameTime(
            i ->
                i < AT_ONCE / 2
                    ? claims.begin(fence, jobs.get(i), send(), room) == Written.DONE
                    : claims.claim(fence, jobs.get(i), send(), room) instanceof Claiming.Begun);

    assertThat(begun).filteredOn(done -> done).hasSize(3);
    assertThat(accounts).allSatisfy(account -> assertThat(running(account)).isLessThanOrEqualTo(2));
  }

  @Test
  void aThreadHasOneOpenCommand() {
    var send = send();
    claims.claim(fence, job(user), send, ROOMY);

    assertThatThrownBy(() -> claims.claim(fence, job(user), send, ROOMY))
        .isInstanceOf(DuplicateKeyException.class);
  }

  @Test
  void aSendThatWasNotMadeWaitsAgain() {
    var job = job(user);
    var send = send();
    claims.claim(fence, job, send, ROOMY);

    assertThat(claims.takeBack(fence, job.job(), send.nonce(), true)).isEqualTo(Written.DONE);

    assertThat(claims.find(job.job()).orElseThrow())
        .isInstanceOfSatisfying(
            Claim.Open.class,
            open -> {
              assertThat(open.state()).isEqualTo(ClaimState.CLAIMED);
              assertThat(open.send()).isNull();
              assertThat(open.progress().inDoubtBefore()).isTrue();
            });
    // then its thread is free for another
    assertThat(claims.claim(fence, job(user), send, ROOMY)).isInstanceOf(Claiming.Begun.class);
  }

  @Test
  void whatComesLateOfASendDoesNotTouchTheNextOne() {
    var job = job(user);
    var first = send();
    var second = send();
    claims.claim(fence, job, first, ROOMY);
    claims.takeBack(fence, job.job(), first.nonce(), false);
    claims.begin(fence, job, second, ROOMY);

    // when the first one's statements, which were not answered in time, are done only now
    assertThat(claims.takeBack(fence, job.job(), first.nonce(), true)).isEqualTo(Written.UNCHANGED);
    assertThat(claims.requestOver(fence, job.job(), first.nonce())).isEqualTo(Written.UNCHANGED);

    // then the second one is under way, and its sender is known
    assertThat(open(job).state()).isEqualTo(ClaimState.SENDING);
    assertThat(open(job).send()).isEqualTo(second);
    assertThat(open(job).progress().inDoubtBefore()).isFalse();
  }

  @Test
  void aSendThatWasBegunBeforeNoncesWereKeptIsTakenBack() {
    var job = job(user);
    long thread = IDS.incrementAndGet();
    claims.claim(fence, job, new Send(thread, true, thread, 1, null), ROOMY);

    assertThat(claims.takeBack(fence, job.job(), null, false)).isEqualTo(Written.DONE);
  }

  @Test
  void aRequestThatIsOverHasNoSenderAnyMore() {
    var job = job(user);
    var send = send();
    claims.claim(fence, job, send, ROOMY);

    assertThat(claims.requestOver(fence, job.job(), send.nonce())).isEqualTo(Written.DONE);

    assertThat(claims.find(job.job()).orElseThrow())
        .isInstanceOfSatisfying(
            Claim.Open.class,
            open ->
                assertThat(open.send())
                    .isNotNull()
                    .extracting(Send::sender)
                    .isEqualTo(Send.NOBODY));
  }

  @Test
  void thatTwoCommandsBeganIsKnownToTheNextOwnerUntilItIsSentAgain() {
    var job = job(user);
    var send = send();
    claims.claim(fence, job, send, ROOMY);

    assertThat(claims.ambiguous(fence, job.job())).isEqualTo(Written.DONE);
    assertThat(isAmbiguous(job)).isTrue();

    claims.takeBack(fence, job.job(), send.nonce(), true);
    claims.begin(fence, job, send(), ROOMY);
    assertThat(isAmbiguous(job)).isFalse();
  }

  @Test
  void aDialogIsFilledInOnceAndTheNextOwnerKnowsByWhatItsAnswersAreKnown() {
    var job = job(user);
    claims.claim(fence, job, send(), ROOMY);
    // not before it is certain that there is one
    assertThat(claims.answerDialog(fence, job.job(), "d1")).isEqualTo(Written.UNCHANGED);
    claims.track(fence, job.job(), true, null, null);
    assertThat(open(job).progress().dialogAnswered()).isFalse();

    assertThat(claims.answerDialog(fence, job.job(), "d1")).isEqualTo(Written.DONE);

    // then a repeat of the same is the same, and another is refused
    assertThat(claims.answerDialog(fence, job.job(), "d1")).isEqualTo(Written.DONE);
    assertThat(claims.answerDialog(fence, job.job(), "d2")).isEqualTo(Written.UNCHANGED);
    assertThat(open(job).progress().dialogAnswered()).isTrue();
    assertThat(open(job).progress().received()).isFalse();
    assertThat(open(job).send()).isNotNull().extracting(Send::nonce).isEqualTo("d1");
  }

  private Claim.Open open(NewClaim job) {
    return (Claim.Open) claims.find(job.job()).orElseThrow();
  }

  private boolean isAmbiguous(NewClaim job) {
    return claims.find(job.job()).orElseThrow() instanceof Claim.Open open
        && open.progress().ambiguous();
  }

  @Test
  void theFirstEndIsTheOneEnd() {
    var job = job(user);
    claims.claim(fence, job, send(), ROOMY);
    claims.end(fence, job.job(), FAILED, true);

    assertThat(claims.end(fence, job.job(), new JobEnd.Cancelled(true), true))
        .isEqualTo(Written.UNCHANGED);
    assertThat(claims.find(job.job()))
        .hasValue(new Claim.Closed(job.job(), job.account(), FAILED, false));
  }

  @Test
  void aClosedClaimKeepsItsEndWhateverIsWrittenLater() {
    var job = job(user);
    var send = send();
    claims.claim(fence, job, send, ROOMY);
    claims.end(fence, job.job(), FAILED, false);
    claims.close(fence, job.job());

    assertThat(claims.close(fence, job.job())).isEqualTo(Written.UNCHANGED);
    assertThat(claims.end(fence, job.job(), new JobEnd.Cancelled(true), false))
        .isEqualTo(Written.UNCHANGED);
    assertThat(claims.track(fence, job.job(), true, 1L, "m")).isEqualTo(Written.UNCHANGED);
    assertThat(claims.takeBack(fence, job.job(), send.nonce(), false)).isEqualTo(Written.UNCHANGED);
    assertThat(claims.begin(fence, job, send(), ROOMY)).isEqualTo(Written.UNCHANGED);
    assertThat(claims.askStop(fence, job.job())).isEqualTo(Written.UNCHANGED);
    assertThat(claims.ambiguous(fence, job.job())).isEqualTo(Written.UNCHANGED);
    assertThat(claims.endUnclaimed(job.job(), new JobEnd.Cancelled(true))).isFalse();
    // then a repeat is answered with that end
    assertThat(claims.claim(fence, job, send(), ROOMY))
        .isEqualTo(new Claiming.Known(new Claim.Closed(job.job(), job.account(), FAILED, false)));
  }

  @Test
  void theThreadOfAnEndedJobIsFreeOnceItsClaimIsClosed() {
    var job = job(user);
    var send = send();
    claims.claim(fence, job, send, ROOMY);
    claims.end(fence, job.job(), FAILED, false);

    assertThatThrownBy(() -> claims.claim(fence, job(user), send, ROOMY))
        .isInstanceOf(DuplicateKeyException.class);

    claims.close(fence, job.job());
    assertThat(claims.claim(fence, job(user), send, ROOMY)).isInstanceOf(Claiming.Begun.class);
  }

  @Test
  void anEndIsUntoldUntilItIsNoted() {
    var job = job(user);
    claims.claim(fence, job, null, ROOMY);
    claims.end(fence, job.job(), FAILED, true);
    assertThat(untold()).contains(job.job());

    claims.told(List.of(job.job()));

    assertThat(untold()).doesNotContain(job.job());
  }

  private List<JobId> untold() {
    return claims.untold(fence.partition()).stream().map(Claim.Closed::job).toList();
  }

  @Test
  void aJobThatNobodyClaimedEndsOnceAndIsNeverClaimedAfterwards() {
    var job = job(user);

    assertThat(claims.endUnclaimed(job.job(), FAILED)).isTrue();
    assertThat(claims.endUnclaimed(job.job(), new JobEnd.Cancelled(false))).isFalse();
    assertThat(claims.claim(fence, job, send(), ROOMY))
        .isEqualTo(new Claiming.Known(new Claim.Closed(job.job(), null, FAILED, false)));
  }

  @Test
  void openClaimsAreReadInTheOrderInWhichTheyWereClaimed() {
    var jobs = List.of(job(user), job(user), job(user));
    jobs.forEach(job -> claims.claim(fence, job, null, ROOMY));

    assertThat(claims.open(fence.partition()).stream().filter(o -> o.discordUser().equals(user)))
        .extracting(Claim.Open::job)
        .containsExactlyElementsOf(jobs.stream().map(NewClaim::job).toList());
  }

  private static long epoch(int partition) {
    return database
        .jdbc
        .sql("SELECT epoch FROM partition WHERE number = :number")
        .param("number", partition)
        .query(Long.class)
        .single();
  }

  private static long raiseEpoch(int partition) {
    return database
        .jdbc
        .sql("UPDATE partition SET epoch = epoch + 1 WHERE number = :number RETURNING epoch")
        .param("number", partition)
        .query(Long.class)
        .single();
  }

  private static int running(String discordUser) {
    return database
        .jdbc
        .sql(
            """
            SELECT count(*) FROM claim
            WHERE discord_user = :discordUser AND state IN ('SENDING', 'TRACKING', 'ENDED')
            """)
        .param("discordUser", discordUser)
        .query(Integer.class)
        .single();
  }

  private static <T> List<T> atTheSameTime(IntFunction<T> attempt) throws Exception {
    var start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var attempts =
          IntStream.range(0, AT_ONCE)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            start.await();
                            return attempt.apply(i);
                          }))
              .toList();
      start.countDown();
      var results = new ArrayList<T>();
      for (var each : attempts) {
        results.add(each.get());
      }
      return results;
    }
  }

  private NewClaim job(String discordUser) {
    return job(discordUser, "a red fox");
  }

  private NewClaim job(String discordUser, String prompt) {
    var id = new JobId(UUID.randomUUID());
    var body =
        new LaneJob(
            id, queue, IDS.incrementAndGet(), Instant.EPOCH, null, new Command.Imagine(prompt));
    return new NewClaim(body, new AccountId(1), discordUser);
  }

  private static Send send() {
    long thread = IDS.incrementAndGet();
    return new Send(thread, true, thread, 1, "n" + thread);
  }
}
