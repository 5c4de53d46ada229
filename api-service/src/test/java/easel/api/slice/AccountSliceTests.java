package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.common.directory.DirectoryFollower;
import easel.common.directory.QueueEntry;
import easel.common.id.AccountId;
import easel.common.id.PoolId;
import easel.common.id.QueueId;
import easel.common.message.AccountMessage.End;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.common.message.Reply.AccountState;
import easel.common.message.Reply.AccountState.AccountInfo;
import easel.common.message.Reply.AccountState.Mode;
import easel.common.message.Reply.AccountState.Remedy;
import easel.common.message.Reply.AccountState.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountSliceTests {
  private static final String ACCOUNTS = "/api/v1/discord/accounts";
  private final TestApi api = TestApi.shared();
  private final DirectoryFollower directory = new DirectoryFollower(api.redis(), api.keys());

  @Test
  void aLinkedAccountIsInTheDirectoryWhenItIsAnswered() {
    var customer = api.customer("PRO");
    var account = customer.linkConnecting();

    var entry = directory.refresh().account(account).orElseThrow();
    assertThat(entry.pool()).isEqualTo(PoolId.ofCustomer(customer.id()));
    assertThat(entry.limit()).isEqualTo(2);
    assertThat(entry.usable()).isFalse();
    assertThat(entry.linked()).isTrue();
    var queue = directory.directory().queue(QueueId.ofAccount(account)).orElseThrow();
    assertThat(queue.account()).isEqualTo(account);
    assertThat(queue.limit()).isEqualTo(QueueEntry.UNLIMITED);
    assertThat(queue.declared()).isFalse();
  }

  @Test
  void everyBadFieldIsNamedAtOnce() {
    var answer =
        api.customer("PRO")
            .http()
            .post(ACCOUNTS, "{\"serverId\":\"x\",\"midjourneyPlan\":\"BASIC\",\"concurrency\":4}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(fields(answer))
        .containsExactlyInAnyOrder("serverId", "channelId", "userToken", "concurrency");
  }

  @Test
  void whatDiscordRefusesIsNamedToo() {
    var body = TestCustomer.link("1").replace("user-1", "bad-token");
    var answer = api.customer("PRO").http().post(ACCOUNTS, body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(fields(answer)).containsExactly("userToken", "channelId");
    assertThat(answer.body()).doesNotContain("bad-token");
  }

  @Test
  void aDiscordAccountIsLinkedOnce() {
    var first = api.customer("PRO");
    var body = TestCustomer.link(TestCustomer.newDiscordUser());
    var linked = first.http().post(ACCOUNTS, body);
    assertThat(linked.status()).isEqualTo(201);
    assertThat(linked.body()).doesNotContain("oken\":");

    // a second customer is not told whose it is
    var refused = api.customer("STANDARD").http().post(ACCOUNTS, body);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.code()).isEqualTo("already-linked");

    // once unlinked it can be linked again
    var id = linked.json().required("id").asLong();
    assertThat(first.http().send("DELETE", ACCOUNTS + "/" + id, null).status()).isEqualTo(204);
    assertThat(first.http().get(ACCOUNTS + "/" + id).status()).isEqualTo(404);
    assertThat(first.http().post(ACCOUNTS, body).status()).isEqualTo(201);
  }

  @Test
  void aLimitHoldsWhenItIsAnswered() {
    var customer = api.customer("PRO");
    var account = customer.linkReady();
    var path = ACCOUNTS + "/" + account;
    var answer = customer.http().send("PATCH", path, "{\"concurrency\":3}");
    assertThat(answer.json().required("concurrency").asInt()).isEqualTo(3);
    assertThat(directory.refresh().account(account).orElseThrow().limit()).isEqualTo(3);

    for (var limit : List.of(0, 4, -1)) {
      var refused = customer.http().send("PATCH", path, "{\"concurrency\":" + limit + "}");
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.code()).isEqualTo("invalid-concurrency");
    }
  }

  @Test
  void aPausedAccountIsNotUsable() {
    var customer = api.customer("PRO");
    var account = customer.linkReady();
    assertThat(directory.refresh().account(account).orElseThrow().usable()).isTrue();

    var before = Instant.now().minusSeconds(1);
    var paused =
        customer.http().send("PUT", "/api/v1/discord/token/" + account, "{\"isActive\":false}");
    assertThat(paused.json().required("status").asString()).isEqualTo("PAUSED");
    var since = Instant.parse(customer.account(account).required("since").asString());
    assertThat(since).isBetween(before, Instant.now().plusSeconds(1));
    assertThat(directory.refresh().account(account).orElseThrow().usable()).isFalse();
  }

  @Test
  void anAccountThatDrawsRelaxedRunsThreeAtOnceWhateverItsLimit() {
    var customer = api.customer("PRO");
    var account = customer.linkReady();
    limit(customer, account, 8);
    assertThat(customer.account(account).required("mode").isNull()).isTrue();

    // when its worker has learned it
    learn(customer, account, Mode.RELAX);

    // then that is all that dispatchers, queues and the second dialect give it; its limit stays
    assertThat(customer.account(account).required("concurrency").asInt()).isEqualTo(8);
    await("dispatchers know it").until(() -> atOnce(account) == 3);
    var queues = customer.http().get("/api/v1/queues").json().required("items");
    assertThat(queues.path(0).required("limit").asInt()).isEqualTo(3);
    var ofClients = customer.http().get("/mj/account/" + account + "/fetch").json();
    assertThat(ofClients.required("coreSize").asInt()).isEqualTo(3);

    // and a limit below that holds, until it draws fast again
    limit(customer, account, 2);
    assertThat(atOnce(account)).isEqualTo(2);
    limit(customer, account, 8);
    assertThat(atOnce(account)).isEqualTo(3);
    learn(customer, account, Mode.FAST);
    await("dispatchers know that, too").until(() -> atOnce(account) == 8);
  }

  @Test
  void whatMidjourneySaysOfAnAccountIsShownToItsOwnerWhileItIsHeard() {
    var customer = api.customer("PRO");
    var account = customer.linkReady();
    var path = ACCOUNTS + "/" + account;
    assertThat(customer.account(account).required("info").isNull()).isTrue();
    customer.http().send("PATCH", path, "{\"secondEar\":true}");
    var since = customer.account(account).required("since").asString();
    var at = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    // when its worker has heard it
    say(customer, account, new AccountInfo("Pro (Active monthly)", "14.53/30.0 hours", at));

    // then it is there with its time, and the account is ready since when it was
    await("it is known").until(() -> fastTime(customer, account), "14.53/30.0 hours"::equals);
    var document = customer.account(account);
    assertThat(document.at("/info/subscription").asString()).isEqualTo("Pro (Active monthly)");
    assertThat(Instant.parse(document.at("/info/at").asString())).isEqualTo(at);
    assertThat(document.required("since").asString()).isEqualTo(since);

    // and stays when an older answer arrives late, or a worker knows none
    say(customer, account, new AccountInfo("Pro", "15.00/30.0 hours", at.minusSeconds(60)));
    learn(customer, account, Mode.FAST);
    assertThat(fastTime(customer, account)).isEqualTo("14.53/30.0 hours");

    // and a newer one takes its place, whatever it does not say
    say(customer, account, new AccountInfo(null, "0.00/30.0 hours", at.plusSeconds(60)));
    await("it is known").until(() -> fastTime(customer, account), "0.00/30.0 hours"::equals);
    assertThat(customer.account(account).at("/info/subscription").isNull()).isTrue();

    // and it is not shown once nobody hears it any more
    var off = customer.http().send("PATCH", path, "{\"secondEar\":false}");
    assertThat(off.json().required("info").isNull()).isTrue();
  }

  private static void say(TestCustomer customer, AccountId account, AccountInfo info) {
    customer
        .worker()
        .say(new AccountState(account, Instant.now(), Status.READY, null, null, null, info));
  }

  private static String fastTime(TestCustomer customer, AccountId account) {
    return customer.account(account).at("/info/fastTimeRemaining").asString("");
  }

  private int atOnce(AccountId account) {
    return directory.refresh().account(account).orElseThrow().limit();
  }

  private static void limit(TestCustomer customer, AccountId account, int limit) {
    var edit = "{\"midjourneyPlan\":\"PRO\",\"concurrency\":%d}".formatted(limit);
    assertThat(customer.http().send("PATCH", ACCOUNTS + "/" + account, edit).status())
        .isEqualTo(200);
  }

  private static void learn(TestCustomer customer, AccountId account, Mode mode) {
    customer.worker().say(new AccountState(account, Instant.now(), Status.READY, null, null, mode));
    await("the mode is known")
        .until(() -> customer.account(account).required("mode").asString(""), mode.name()::equals);
  }

  @Test
  void anAccountInTroubleIsTriedAgainWhenItsOwnerSaysThatItIsActive() {
    // given one that only a send can tell of
    var customer = api.customer("PRO");
    var account = customer.linkReady();
    assertThat(checks(account)).isZero();
    needsAttention(customer, account, Remedy.CHECK_AGAIN);
    awaitStatus(customer, account, "NEEDS_ATTENTION");
    assertThat(customer.account(account).required("remedy").asString()).isEqualTo("CHECK_AGAIN");

    // when something else of it is changed, nothing is tried
    var path = ACCOUNTS + "/" + account;
    customer.http().send("PATCH", path, "{\"label\":\"studio\"}");
    assertThat(checks(account)).isZero();

    // when its owner says so
    var answer = customer.http().send("PATCH", path, "{\"active\":true}");

    // then its worker is told, and it is as after a new token
    assertThat(answer.json().required("status").asString()).isEqualTo("CONNECTING");
    assertThat(answer.json().required("attention").isNull()).isTrue();
    assertThat(answer.json().required("remedy").isNull()).isTrue();
    assertThat(checks(account)).isEqualTo(1);

    // and once more where that was in vain, by the first dialect's name for it, too
    needsAttention(customer, account, Remedy.CHECK_AGAIN);
    awaitStatus(customer, account, "NEEDS_ATTENTION");
    customer.http().send("PUT", "/api/v1/discord/token/" + account, "{\"isActive\":true}");
    assertThat(checks(account)).isEqualTo(2);

    // but not where nothing is wrong
    customer.http().send("PATCH", path, "{\"active\":true}");
    assertThat(checks(account)).isEqualTo(2);
  }

  @Test
  void aPausedAccountInTroubleIsTriedAgainWhenItIsResumed() {
    var customer = api.customer("PRO");
    var account = customer.linkReady();
    var path = ACCOUNTS + "/" + account;
    needsAttention(customer, account, Remedy.CHECK_AGAIN);
    awaitStatus(customer, account, "NEEDS_ATTENTION");

    customer.http().send("PATCH", path, "{\"active\":false}");
    assertThat(checks(account)).isZero();
    assertThat(customer.account(account).required("attention").asString()).isEqualTo("Refused.");
    customer.http().send("PATCH", path, "{\"active\":true}");

    assertThat(checks(account)).isEqualTo(1);
    awaitStatus(customer, account, "CONNECTING");
  }

  @Test
  void whatNeedsATokenOrEndsByItselfIsNotTriedAgain() {
    var customer = api.customer("PRO");
    var account = customer.linkReady();
    var path = ACCOUNTS + "/" + account;

    needsAttention(customer, account, Remedy.NEW_TOKEN);
    awaitStatus(customer, account, "NEEDS_ATTENTION");
    var answer = customer.http().send("PATCH", path, "{\"active\":true}");
    assertThat(answer.json().required("status").asString()).isEqualTo("NEEDS_ATTENTION");
    assertThat(answer.json().required("remedy").asString()).isEqualTo("NEW_TOKEN");

    // that another remedy helps is news
    needsAttention(customer, account, null);
    await("it ends by itself").until(() -> customer.account(account).required("remedy").isNull());
    answer = customer.http().send("PATCH", path, "{\"active\":true}");
    assertThat(answer.json().required("status").asString()).isEqualTo("NEEDS_ATTENTION");
    assertThat(checks(account)).isZero();
  }

  private @Nullable Integer checks(AccountId account) {
    return directory.refresh().account(account).orElseThrow().checks();
  }

  private static void awaitStatus(TestCustomer customer, AccountId account, String status) {
    await("it is " + status)
        .until(() -> customer.account(account).required("status").asString(), status::equals);
  }

  @Test
  void theSecondEarIsOffUntilItsOwnerSwitchesItOn() {
    var customer = api.customer("PRO");
    var account = customer.linkReady();
    var path = ACCOUNTS + "/" + account;
    assertThat(customer.account(account).required("secondEar").asBoolean()).isFalse();
    assertThat(directory.refresh().account(account).orElseThrow().hasSecondEar()).isFalse();

    var on = customer.http().send("PATCH", path, "{\"secondEar\":true}");
    assertThat(on.json().required("secondEar").asBoolean()).isTrue();
    assertThat(directory.refresh().account(account).orElseThrow().hasSecondEar()).isTrue();

    // then another change leaves it on, until it is switched off
    var other = customer.http().send("PATCH", path, "{\"label\":\"studio\"}");
    assertThat(other.json().required("secondEar").asBoolean()).isTrue();
    var off = customer.http().send("PATCH", path, "{\"secondEar\":false}");
    assertThat(off.json().required("secondEar").asBoolean()).isFalse();
    assertThat(directory.refresh().account(account).orElseThrow().hasSecondEar()).isFalse();

    var unsound = customer.http().send("PATCH", path, "{\"secondEar\":\"loud\"}");
    assertThat(unsound.status()).isEqualTo(400);
  }

  @Test
  void anAccountIsLinkedWithItsSecondEar() {
    var customer = api.customer("PRO");
    var body = TestCustomer.link(TestCustomer.newDiscordUser());
    var linked = customer.http().post(ACCOUNTS, body.replaceFirst("^\\{", "{\"secondEar\":true,"));
    assertThat(linked.status()).as(linked.body()).isEqualTo(201);
    assertThat(linked.json().required("secondEar").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"own", "shared"})
  void anAccountIsInRemixModeOnceItsOwnerSaysSo(String whose) {
    var isShared = whose.equals("shared");
    var http = isShared ? api.operator() : api.customer("PRO").http();
    var accounts = isShared ? "/api/v1/admin/accounts" : ACCOUNTS;
    var body = TestCustomer.link(TestCustomer.newDiscordUser());
    var plain = http.post(accounts, body).json();
    assertThat(plain.required("remix").asBoolean()).isFalse();
    var path = accounts + "/" + plain.required("id").asLong();

    assertThat(http.send("PATCH", path, "{\"remix\":true}").json().required("remix").asBoolean())
        .isTrue();
    var other = http.send("PATCH", path, "{\"label\":\"atelier\"}").json();
    assertThat(other.required("remix").asBoolean()).isTrue();
    assertThat(other.required("secondEar").asBoolean()).isFalse();
    assertThat(http.get(path).json().required("remix").asBoolean()).isTrue();
    assertThat(http.send("PATCH", path, "{\"remix\":false}").json().required("remix").asBoolean())
        .isFalse();
    assertThat(http.send("PATCH", path, "{\"remix\":\"loud\"}").status()).isEqualTo(400);

    var another = TestCustomer.link(TestCustomer.newDiscordUser());
    var linked = http.post(accounts, another.replaceFirst("^\\{", "{\"remix\":true,"));
    assertThat(linked.status()).as(linked.body()).isEqualTo(201);
    assertThat(linked.json().required("remix").asBoolean()).isTrue();
    // Shared ones would serve the customers of other tests.
    for (var account : List.of(plain, linked.json())) {
      var gone = accounts + "/" + account.required("id").asLong();
      assertThat(http.send("DELETE", gone, null).status()).isEqualTo(204);
    }
  }

  @Test
  void aTokenOfAnotherDiscordAccountIsRefused() {
    var customer = api.customer("PRO");
    var path = ACCOUNTS + "/" + customer.linkReady();
    var other = "{\"userToken\":\"user-%s\"}".formatted(TestCustomer.newDiscordUser());
    assertThat(customer.http().send("PATCH", path, other).status()).isEqualTo(409);
    assertThat(customer.http().send("PATCH", path, "{\"userToken\":\"bad\"}").status())
        .isEqualTo(400);
  }

  @Test
  void theOneQueueMovesToOwnAccountsAndBack() {
    var customer = api.customer("STANDARD");
    var queue = QueueId.ofCustomer(customer.id());
    assertThat(directory.refresh().queue(queue).orElseThrow().pool()).isEqualTo(PoolId.SHARED);
    var account = customer.linkReady();
    assertThat(directory.refresh().queue(queue).orElseThrow().pool())
        .isEqualTo(PoolId.ofCustomer(customer.id()));
    customer.http().send("DELETE", ACCOUNTS + "/" + account, null);
    assertThat(directory.refresh().queue(queue).orElseThrow().pool()).isEqualTo(PoolId.SHARED);
  }

  @Test
  void othersServeTheQueueOfAnAccountInTroubleUntilItIsWellAgain() {
    // given a customer with two accounts, and a job pinned to the first
    var customer = api.customer("PRO");
    var troubled = customer.linkReady();
    customer.linkReady();
    var queue = QueueId.ofAccount(troubled);
    var pinned =
        customer
            .http()
            .post(
                "/api/v1/midjourney/imagine",
                "{\"prompt\":\"pinned\",\"account\":%s}".formatted(troubled));

    // when the first needs attention for longer than its jobs have patience
    say(customer, troubled, Status.NEEDS_ATTENTION);
    await("others serve its queue")
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(() -> assertThat(home(queue)).isNull());

    // then the pinned job is asked to end
    var job = pinned.json().required("messageId").asString();
    await("the pinned job is asked to end")
        .atMost(Duration.ofSeconds(10))
        .until(() -> askedToEnd().contains(job));

    // and its queue returns to it as soon as it is well
    say(customer, troubled, Status.READY);
    await("it serves its queue again")
        .untilAsserted(() -> assertThat(home(queue)).isEqualTo(troubled));
  }

  @Test
  void withoutAnyAccountLeftWaitingJobsAreAskedToEnd() {
    var customer = api.customer("PRO");
    var account = customer.linkReady();
    var job = customer.job("stranded").toString();
    customer.http().send("DELETE", ACCOUNTS + "/" + account, null);
    await("the job is asked to end")
        .atMost(Duration.ofSeconds(10))
        .until(() -> askedToEnd().contains(job));
    assertThat(customer.tryImagine("another").code()).isEqualTo("no-account");
  }

  /// Patience is the job's: how long it waits, not how long its account had been away before.
  @Test
  void whatIsPinnedToAnAccountThatHasLongBeenPausedWaitsForItLikeAnyJob() throws Exception {
    // given an account that was paused an hour ago, beside another one
    var customer = api.customer("PRO");
    var paused = customer.linkReady();
    customer.linkReady();
    var path = ACCOUNTS + "/" + paused;
    customer.http().send("PATCH", path, "{\"active\":false}");
    api.sql(
        "update easel_api.account set unusable_since = now() - interval '1 hour' where id = "
            + paused);

    // when a job is pinned to it
    var pinned =
        customer
            .http()
            .post(
                "/api/v1/midjourney/imagine",
                "{\"prompt\":\"pinned\",\"account\":%s}".formatted(paused));
    assertThat(pinned.status()).as(pinned.body()).isEqualTo(200);

    // then it waits as long as jobs have patience
    var job = pinned.json().required("messageId").asString();
    await("the job waits")
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(4))
        .until(() -> !askedToEnd().contains(job));

    // and is told why it ends then
    await("the job is asked to end")
        .atMost(Duration.ofSeconds(10))
        .until(() -> askedToEnd().contains(job));
    assertThat(ended.get(job))
        .matches(
            "Its account has been paused or in trouble for 6\\d min, longer than the 3 s that jobs"
                + " wait\\.");
  }

  private final Map<String, String> ended = new HashMap<>();

  private Set<String> askedToEnd() {
    for (var ask = api.worker().asks().poll(); ask != null; ask = api.worker().asks().poll()) {
      if (ask instanceof End(var job, _, JobEnd.Failed(var reason, var detail, var sent))) {
        assertThat(reason).isEqualTo(FailReason.ACCOUNT_UNAVAILABLE);
        assertThat(sent).isFalse();
        ended.put(job.toString(), detail);
      }
    }
    return ended.keySet();
  }

  private @Nullable AccountId home(QueueId queue) {
    return directory.refresh().queue(queue).orElseThrow().account();
  }

  private static void say(TestCustomer customer, AccountId account, Status status) {
    if (status == Status.NEEDS_ATTENTION) {
      needsAttention(customer, account, Remedy.NEW_TOKEN);
      return;
    }
    customer.worker().say(new AccountState(account, Instant.now(), status, null, null, null));
  }

  private static void needsAttention(
      TestCustomer customer, AccountId account, @Nullable Remedy remedy) {
    customer
        .worker()
        .say(
            new AccountState(
                account, Instant.now(), Status.NEEDS_ATTENTION, "Refused.", remedy, null));
  }

  private static List<String> fields(Http.Answer answer) {
    return answer
        .json()
        .required("errors")
        .valueStream()
        .map(error -> error.required("field").asString())
        .toList();
  }
}
