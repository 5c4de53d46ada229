package easel.common.directory;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.TestRedis;
import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.id.PoolId;
import easel.common.id.QueueId;
import easel.common.slot.RedisSlots;
import easel.common.slot.Slots;
import easel.common.slot.Take;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DirectoryTests {
  private static final AccountId ACCOUNT = new AccountId(42);
  private static final QueueId QUEUE = QueueId.ofAccount(ACCOUNT);

  private TestRedis redis;
  private Slots slots;
  private DirectoryPublisher publisher;
  private DirectoryFollower follower;

  @BeforeEach
  void open() {
    redis = TestRedis.open();
    slots = new RedisSlots(redis.client(), redis.keys());
    publisher = new DirectoryPublisher(redis.client(), redis.keys(), slots);
    follower = new DirectoryFollower(redis.client(), redis.keys());
  }

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void aModelWithoutItsMarkIsNotComplete() {
    publisher.put(account(3, true), 1);

    assertThat(follower.refresh().complete()).isFalse();
    assertThat(publisher.version()).isEmpty();
  }

  @Test
  void aCompleteModelIsReadWhole() {
    publisher.put(account(3, true), 1);
    publisher.put(queue(false), 2);
    complete(2);

    var directory = follower.refresh();

    assertThat(directory.complete()).isTrue();
    assertThat(directory.account(ACCOUNT)).contains(account(3, true));
    assertThat(directory.queue(QUEUE)).contains(queue(false));
    assertThat(publisher.version()).hasValue(2);
  }

  @Test
  void aChangeIsTakenOver() {
    publisher.put(account(3, true), 1);
    complete(1);
    follower.refresh();

    publisher.put(account(1, true), 2);

    assertThat(follower.refresh().account(ACCOUNT)).contains(account(1, true));
  }

  @Test
  void aChangeThatWasOvertakenByANewerOneOfAnotherEntryIsSeen() {
    complete(0);
    publisher.put(account(3, true), 2);
    follower.refresh();

    publisher.put(queue(true), 1);

    assertThat(follower.refresh().queue(QUEUE)).contains(queue(true));
  }

  @Test
  void anOlderVersionOfAnEntryNeverUndoesANewerOne() {
    complete(0);
    publisher.put(account(1, true), 2);
    publisher.put(account(3, true), 1);

    assertThat(follower.refresh().account(ACCOUNT)).contains(account(1, true));
  }

  @Test
  void afterRedisWasEmptiedNothingIsCompleteUntilTheModelIsBuiltAnew() {
    publisher.put(account(3, true), 1);
    complete(1);
    follower.refresh();

    redis.empty();
    assertThat(follower.refresh().complete()).isFalse();
    assertThat(follower.directory().account(ACCOUNT)).isPresent();

    publisher.put(account(2, true), 1);
    complete(1);
    assertThat(follower.refresh().account(ACCOUNT)).contains(account(2, true));
    assertThat(follower.directory().complete()).isTrue();
  }

  @Test
  void afterRedisWasStartedAgainNothingHoldsUntilTheModelIsBuiltAnew() {
    publisher.put(account(3, true), 1);
    complete(1);
    assertThat(follower.refresh().complete()).isTrue();
    assertThat(publisher.isOfThisRun()).isTrue();
    var user = account(3, true).discordUser();
    assertThat(slots.takeOfAccount(user, JobId.of(UUID.randomUUID().toString())))
        .isEqualTo(Take.TAKEN);

    // then all of it is of another run
    redis.write(redis.keys().ofDirectory(DirectoryPublisher.REDIS), "another run");
    redis.write(redis.keys().ofDiscordUser(user, "gate"), "redis", "another run");
    assertThat(follower.refresh().complete()).isFalse();
    assertThat(publisher.isOfThisRun()).isFalse();
    var job = JobId.of(UUID.randomUUID().toString());
    assertThat(slots.takeOfAccount(user, job)).isEqualTo(Take.UNKNOWN);

    publisher.put(account(3, true), 1);
    assertThat(slots.takeOfAccount(user, job)).isEqualTo(Take.TAKEN);
    assertThat(follower.refresh().complete()).isFalse();
    complete(1);
    assertThat(follower.refresh().complete()).isTrue();
  }

  @Test
  void aModelOfWhichAPartWasPutIntoAnotherRunIsNotDeclaredComplete() {
    var build = publisher.beginAnew();
    publisher.put(account(3, true), 1);
    var ofAnotherRun = "another run" + build.substring(build.indexOf('/'));
    redis.write(redis.keys().ofDirectory("building"), ofAnotherRun);

    assertThat(publisher.completeAnew(1, ofAnotherRun)).isFalse();
    assertThat(follower.refresh().complete()).isFalse();
    assertThat(publisher.isOfThisRun()).isFalse();
  }

  @Test
  void aModelOfWhichAPartWasForgottenWhileItWasBuiltIsNotDeclaredComplete() {
    var build = publisher.beginAnew();
    publisher.put(account(3, true), 1);
    redis.empty();
    publisher.put(queue(false), 2);

    assertThat(publisher.completeAnew(2, build)).isFalse();
    assertThat(follower.refresh().complete()).isFalse();
    assertThat(publisher.version()).isEmpty();
  }

  @Test
  void aChangeDeclaresNothingWhereThereIsNoModel() {
    publisher.put(account(3, true), 1);
    publisher.complete(1);

    assertThat(follower.refresh().complete()).isFalse();
    assertThat(publisher.version()).isEmpty();
  }

  @Test
  void aModelThatWasBuiltAnewBetweenTwoLooksIsReadWhole() {
    publisher.put(account(3, true), 1);
    complete(1);
    follower.refresh();

    redis.empty();
    publisher.put(account(2, true), 1);
    complete(1);

    assertThat(follower.refresh().account(ACCOUNT)).contains(account(2, true));
  }

  @Test
  void whereRedisFellBehindWhatWasReadBeforeStands() {
    publisher.put(account(1, true), 4);
    publisher.put(queue(true), 5);
    complete(5);
    follower.refresh();

    // as it was a while ago, of another build
    redis.empty();
    publisher.put(account(3, true), 2);
    publisher.put(queue(false), 3);
    complete(3);

    var directory = follower.refresh();
    assertThat(directory.account(ACCOUNT)).contains(account(1, true));
    assertThat(directory.queue(QUEUE)).contains(queue(true));

    publisher.put(account(2, true), 6);
    assertThat(follower.refresh().account(ACCOUNT)).contains(account(2, true));
  }

  @Test
  void whatIsPublishedHoldsForTheNextTake() {
    publisher.put(account(1, true), 1);
    assertThat(slots.takeOfAccount("1300", job())).isEqualTo(Take.TAKEN);
    assertThat(slots.takeOfAccount("1300", job())).isEqualTo(Take.FULL);

    publisher.put(account(2, true), 2);
    assertThat(slots.takeOfAccount("1300", job())).isEqualTo(Take.TAKEN);

    publisher.put(account(3, false), 3);
    assertThat(slots.takeOfAccount("1300", job())).isEqualTo(Take.CLOSED);

    publisher.put(queue(true), 4);
    assertThat(slots.takeOfQueue(QUEUE, job())).isEqualTo(Take.CLOSED);
  }

  @Test
  void noTokenIsPrintedNotEvenSealed() {
    assertThat(account(3, true).toString()).doesNotContain("sealed-");
  }

  private void complete(long version) {
    assertThat(publisher.completeAnew(version, publisher.beginAnew())).isTrue();
  }

  private static AccountEntry account(int limit, boolean usable) {
    return new AccountEntry(
        ACCOUNT,
        PoolId.ofCustomer(17),
        "1300",
        "guild",
        "channel",
        limit,
        usable,
        true,
        "sealed-token",
        null,
        false,
        null);
  }

  private static QueueEntry queue(boolean paused) {
    return new QueueEntry(
        QUEUE, PoolId.ofCustomer(17), ACCOUNT, QueueEntry.UNLIMITED, paused, true);
  }

  private static JobId job() {
    return new JobId(UUID.randomUUID());
  }
}
