package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import easel.api.slice.Receiver.Received;
import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.message.Button;
import easel.common.message.DiscordMessage;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.common.message.Picture;
import easel.common.message.Reply.Ended;
import easel.common.message.Reply.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Webhooks from the job's end to the receiver, which listens on the loopback. Only 127.0.0.1 is
/// allowed here: 127.0.0.2 stands for what must not be called.
class WebhookSliceTests {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String DELIVERIES = "/api/v1/webhooks/deliveries";

  private final TestApi api = TestApi.shared();
  private final List<Receiver> receivers = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    receivers.forEach(Receiver::close);
    api.sql("delete from easel_api.webhook_delivery"); // nobody is there any more to take them
  }

  @Test
  void theEndOfAJobIsToldAsTheApiShowsIt() throws Exception {
    // given a job with a webhook of its own, of a customer who knows its secret
    var receiver = receiver(Receiver.thatTakesAll());
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var secret = put(customer, "{}").required("secret").asString();
    var job = job(customer, receiver.url());

    // when it ends
    end(customer, job, done());

    // then that is told once, signed, as JSON
    await("it is told").atMost(SOON).until(() -> receiver.received().size() == 1);
    var told = receiver.received().getFirst();
    assertThat(told.path()).isEqualTo("/hooks/of");
    assertThat(told.header("Content-Type")).isEqualTo("application/json");
    assertThat(told.json()).isEqualTo(customer.job(job));
    assertThat(told.status()).isEqualTo("DONE");
    assertThat(told.id()).startsWith("msg_");
    new Webhook(secret).verify(told.body(), told.headers());

    // and the list says so
    var delivery = awaitStatus(customer, job, "DELIVERED");
    assertThat(delivery.required("id").asString()).isEqualTo(told.id());
    assertThat(delivery.required("event").asString()).isEqualTo("DONE");
    assertThat(delivery.required("url").asString()).isEqualTo(receiver.url());
    assertThat(delivery.required("endedAt").isNull()).isFalse();
    assertThat(delivery.required("nextAttemptAt").isNull()).isTrue();
    assertThat(codes(delivery)).containsExactly(204);
    assertThat(delivery.required("attempts").get(0).required("durationMs").isNull()).isFalse();
  }

  @Test
  void aCustomersOwnUrlIsToldWhatItChose() {
    var receiver = receiver(Receiver.thatTakesAll());
    var customer = api.customer("STANDARD");
    var account = customer.linkReady();
    put(customer, "{'url':'%s','events':['FAIL','PROGRESS']}".formatted(receiver.url()));
    var finished = customer.job("a");
    var failed = customer.job("b");
    progress(customer, account, failed, 31);
    await("its progress is told").atMost(SOON).until(() -> receiver.received().size() == 1);
    end(customer, finished, done());
    end(customer, failed, new JobEnd.Failed(FailReason.MODERATED, "No.", true));
    await("the failure is told").atMost(SOON).until(() -> receiver.received().size() == 2);

    assertThat(receiver.received().getFirst().json().required("progress").asInt()).isEqualTo(31);
    assertThat(receiver.received())
        .extracting(Received::status)
        .containsExactly("PROCESSING", "FAIL");
    await("the other has ended").until(() -> customer.status(finished).equals("DONE"));
    assertThat(deliveries(customer, "?messageId=" + finished)).isEmpty();
    assertThat(deliveries(customer, "?status=DELIVERED")).hasSize(2);
  }

  @Test
  void aWebhookOfTheJobGoesBeforeTheCustomersOwn() {
    var own = receiver(Receiver.thatTakesAll());
    var ofTheJob = receiver(Receiver.thatTakesAll());
    var customer = api.customer("STANDARD");
    customer.linkReady();
    // its events are for its own URL: whoever names one with the job wants to know how it ended
    put(customer, "{'url':'%s','events':['FAIL']}".formatted(own.url()));
    var job = job(customer, ofTheJob.url());
    end(customer, job, new JobEnd.Cancelled(false));
    awaitStatus(customer, job, "DELIVERED");
    assertThat(ofTheJob.received()).extracting(Received::status).containsExactly("CANCELLED");
    assertThat(own.received()).isEmpty();
  }

  @Test
  void aReceiverThatFailsThreeTimesIsToldTheFourthTime() {
    var receiver =
        receiver(Receiver.that((_, nth) -> nth == 1 ? 500 : nth == 2 ? 404 : nth == 3 ? 503 : 200));
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var job = job(customer, receiver.url());
    end(customer, job, done());

    var delivery = awaitStatus(customer, job, "DELIVERED");
    assertThat(codes(delivery)).containsExactly(500, 404, 503, 200);
    assertThat(receiver.received()).hasSize(4).extracting(Received::id).containsOnly(id(delivery));
    assertThat(receiver.received().stream().map(Received::body).distinct()).hasSize(1);
  }

  @Test
  void aReceiverThatHangsHoldsUpNobodyElse() {
    // given a customer with many deliveries to a receiver that never answers
    var hanging = receiver(Receiver.that((_, _) -> 0));
    var stuck = api.customer("STANDARD");
    stuck.linkReady();
    var jobs = Stream.generate(() -> job(stuck, hanging.url())).limit(30).toList();
    jobs.forEach(job -> end(stuck, job, done()));
    await("it hangs").atMost(SOON).until(() -> hanging.received().size() >= 4);

    // when another customer's job ends
    var receiver = receiver(Receiver.thatTakesAll());
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var job = job(customer, receiver.url());
    end(customer, job, done());

    // then it is told while they hang
    await("the other is told")
        .atMost(Duration.ofSeconds(2))
        .until(() -> receiver.received().size() == 1);

    // and what hangs is left in time, and tried again
    await("an attempt is given up")
        .atMost(SOON)
        .until(
            () ->
                deliveries(stuck, "").stream()
                    .anyMatch(it -> errors(it).contains("No whole answer within 3 s.")));
    assertThat(hanging.received().size()).isLessThanOrEqualTo(30);
  }

  @Test
  void aRedirectToAMetadataAddressIsAnAnswerLikeAnother() {
    var canary = receiver(new Receiver("127.0.0.2", (_, _) -> 200));
    var receiver = receiver(Receiver.that((_, nth) -> nth == 1 ? 302 : nth == 2 ? 307 : 200));
    receiver.redirectTo("http://169.254.169.254/latest/meta-data/");
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var job = job(customer, receiver.url());
    end(customer, job, done());
    await("it is redirected").atMost(SOON).until(() -> !receiver.received().isEmpty());
    receiver.redirectTo(canary.url("127.0.0.2"));

    var delivery = awaitStatus(customer, job, "DELIVERED");
    assertThat(codes(delivery)).containsExactly(302, 307, 200);
    assertThat(errors(delivery).getFirst()).contains("redirects are not followed");
    assertThat(receiver.received()).hasSize(3);
    assertThat(canary.received()).isEmpty();
  }

  @Test
  void aNameThatTurnsPrivateAtTheSecondLookUpIsRefused() {
    // given a name that is fine when the first job ends
    var receiver = receiver(Receiver.thatTakesAll());
    api.names().put("rebind.test", "127.0.0.1", "127.0.0.2");
    var canary = receiver(new Receiver("127.0.0.2", (_, _) -> 200));
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var first = job(customer, receiver.url("rebind.test"));
    end(customer, first, done());
    awaitStatus(customer, first, "DELIVERED");

    // when it leads to what is private as the second one does
    var second = job(customer, canary.url("rebind.test"));
    end(customer, second, done());

    // then that is refused, for a moment's fault tried again, and at last given up
    var refused = awaitStatus(customer, second, "REFUSED");
    assertThat(refused.required("attempts").size()).isGreaterThan(1);
    assertThat(errors(refused)).allMatch(error -> error.contains("resolves to an address"));
    assertThat(canary.received()).isEmpty();
  }

  @Test
  void aNameThatDoesNotResolveForAMomentIsTriedAgain() {
    var receiver = receiver(Receiver.thatTakesAll());
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var job = job(customer, receiver.url("late.test"));
    end(customer, job, done());
    await("it failed")
        .atMost(SOON)
        .until(() -> !errors(deliveries(customer, "").getFirst()).isEmpty());
    api.names().put("late.test", "127.0.0.1");

    var delivery = awaitStatus(customer, job, "DELIVERED");
    assertThat(errors(delivery).getFirst()).isEqualTo("The host name did not resolve.");
  }

  @Test
  void theEventsOfOneJobComeInOrder() {
    // given a receiver that refuses the first progress until something newer has happened
    var receiver =
        receiver(
            Receiver.that((it, nth) -> it.status().equals("PROCESSING") && nth <= 2 ? 500 : 200));
    var customer = api.customer("STANDARD");
    var account = customer.linkReady();
    put(customer, "{'url':'%s','events':['DONE','PROGRESS']}".formatted(receiver.url()));
    var job = customer.job("a");

    // when the job goes on
    progress(customer, account, job, 10);
    await("the first is refused").atMost(SOON).until(() -> !receiver.received().isEmpty());
    progress(customer, account, job, 50);
    await("the first is overtaken, or came")
        .atMost(SOON)
        .until(() -> receiver.received().size() > 2);
    end(customer, job, done());
    awaitStatus(customer, job, "DELIVERED", "DONE");

    // then nothing came after something newer
    var progress =
        receiver.received().stream().map(it -> it.json().required("progress").asInt()).toList();
    assertThat(progress).isSorted().endsWith(100);
    assertThat(receiver.received().getLast().status()).isEqualTo("DONE");
    assertThat(deliveries(customer, "?messageId=" + job + "&status=PENDING")).isEmpty();
  }

  @Test
  void anEndWaitsForTheProgressThatIsBeingTold() {
    // given a receiver that is slow to take a progress
    var release = new CountDownLatch(1);
    var receiver =
        receiver(
            Receiver.that(
                (it, _) -> {
                  if (it.status().equals("PROCESSING")) {
                    awaitOpen(release);
                  }
                  return 200;
                }));
    var customer = api.customer("STANDARD");
    var account = customer.linkReady();
    put(customer, "{'url':'%s','events':['DONE','PROGRESS']}".formatted(receiver.url()));
    var job = customer.job("a");
    progress(customer, account, job, 10);
    await("the progress is under way").atMost(SOON).until(() -> receiver.received().size() == 1);

    // when the job ends meanwhile
    end(customer, job, done());
    await("it has ended").until(() -> customer.status(job).equals("DONE"));
    await("nothing newer is told")
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(2))
        .until(() -> receiver.received().size() == 1);
    release.countDown();

    // then the end comes after it
    awaitStatus(customer, job, "DELIVERED", "DONE");
    assertThat(receiver.received())
        .extracting(Received::status)
        .containsExactly("PROCESSING", "DONE");
  }

  @Test
  void whatAReceiverAnswersIsNeverShown() {
    var receiver = receiver(Receiver.that((_, _) -> 400));
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var job = job(customer, receiver.url());
    end(customer, job, done());
    await("it was attempted")
        .atMost(SOON)
        .until(() -> deliveries(customer, "").stream().anyMatch(it -> codes(it).contains(400)));
    assertThat(customer.http().get(DELIVERIES).body()).doesNotContain(Receiver.ANSWER);
  }

  @Test
  void whatAKilledInstanceWasAttemptingIsAttemptedAgainWithTheSameId() throws Exception {
    // given a delivery as an instance leaves it that is killed in its attempt
    var receiver = receiver(Receiver.that((_, nth) -> nth == 1 ? 500 : 200));
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var job = job(customer, receiver.url());
    end(customer, job, done());
    await("it was attempted").atMost(SOON).until(() -> receiver.received().size() == 1);
    var delivery = awaitStatus(customer, job, "DELIVERED");
    api.sql(
        """
        update easel_api.webhook_delivery
        set status = 'PENDING', lease = gen_random_uuid(), ended_at = null, attempts = attempts + 1,
          due_at = now() + interval '1 second'
        where job = '%s'
        """
            .formatted(job));
    api.sql(
        """
        insert into easel_api.webhook_attempt (delivery, number, at)
        select id, attempts, now() from easel_api.webhook_delivery where job = '%s'
        """
            .formatted(job));

    // when its lease is over
    await("it comes again").atMost(SOON).until(() -> receiver.received().size() == 3);

    // then it is the same, and the attempt that nobody ended is told
    assertThat(receiver.received()).extracting(Received::id).containsOnly(id(delivery));
    var after = awaitStatus(customer, job, "DELIVERED");
    assertThat(after.required("attempts").size()).isEqualTo(4);
    assertThat(errors(after)).anyMatch(error -> error.contains("was stopped meanwhile"));
  }

  @Test
  void afterADayItIsGivenUp() throws Exception {
    var receiver = receiver(Receiver.that((_, _) -> 500));
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var job = job(customer, receiver.url());
    end(customer, job, done());
    await("it was attempted").atMost(SOON).until(() -> !receiver.received().isEmpty());
    api.sql(
        "update easel_api.webhook_delivery set gives_up_at = now() where job = '%s'"
            .formatted(job));
    var delivery = awaitStatus(customer, job, "FAILED");
    assertThat(delivery.required("nextAttemptAt").isNull()).isTrue();
    assertThat(codes(delivery)).containsOnly(500);
  }

  @Test
  void aDeliveryIsReplayedWithTheSameIdToTheUrlOfToday() {
    // given a delivery that was received, of a customer whose URL has changed since
    var first = receiver(Receiver.thatTakesAll());
    var second = receiver(Receiver.thatTakesAll());
    var customer = api.customer("STANDARD");
    customer.linkReady();
    put(customer, "{'url':'%s'}".formatted(first.url()));
    var job = customer.job("a");
    end(customer, job, done());
    var id = id(awaitStatus(customer, job, "DELIVERED"));
    put(customer, "{'url':'%s'}".formatted(second.url()));

    // when it is replayed
    var answer = customer.http().post(DELIVERIES + "/" + id + "/replay", null);
    assertThat(answer.status()).isEqualTo(202);

    // then it comes again, as it was
    await("it comes").atMost(SOON).until(() -> second.received().size() == 1);
    assertThat(second.received().getFirst().id()).isEqualTo(id);
    assertThat(second.received().getFirst().body()).isEqualTo(first.received().getFirst().body());
    assertThat(awaitStatus(customer, job, "DELIVERED").required("attempts").size()).isEqualTo(2);

    // and nobody else can replay it, or see it
    var other = api.customer("STANDARD");
    assertThat(other.http().post(DELIVERIES + "/" + id + "/replay", null).status()).isEqualTo(404);
    assertThat(deliveries(other, "?messageId=" + job)).isEmpty();
  }

  @Test
  void whatWaitsForItsNextAttemptIsReplayedAtOnce() {
    // given a delivery whose next attempt is hours away
    var mended = new AtomicBoolean();
    var receiver = receiver(Receiver.that((_, _) -> mended.get() ? 200 : 500));
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var job = job(customer, receiver.url());
    end(customer, job, done());
    await("it waits")
        .atMost(SOON)
        .until(
            () -> {
              api.sql(
                  """
                  update easel_api.webhook_delivery set due_at = now() + interval '4 hours'
                  where job = '%s' and status = 'PENDING' and lease is null and attempts > 0
                  """
                      .formatted(job));
              return api.selectText(
                      """
                      select 'late' from easel_api.webhook_delivery
                      where job = '%s' and lease is null and due_at > now() + interval '3 hours'
                      """
                          .formatted(job))
                  .equals("late");
            });
    var waiting = deliveries(customer, "").getFirst();
    assertThat(Instant.parse(waiting.required("nextAttemptAt").asString()))
        .isAfter(Instant.now().plus(Duration.ofHours(3)));

    // when its receiver is mended and it is replayed
    mended.set(true);
    var replayed = customer.http().post(DELIVERIES + "/" + id(waiting) + "/replay", null);
    assertThat(replayed.status()).isEqualTo(202);

    // then it comes at once
    awaitStatus(customer, job, "DELIVERED");
  }

  @Test
  void openDeliveriesFollowTheCustomersUrl() throws Exception {
    var broken = receiver(Receiver.that((_, _) -> 500));
    var mended = receiver(Receiver.thatTakesAll());
    var customer = api.customer("STANDARD");
    customer.linkReady();
    put(customer, "{'url':'%s'}".formatted(broken.url()));
    var job = customer.job("a");
    end(customer, job, done());
    await("it failed").atMost(SOON).until(() -> !broken.received().isEmpty());
    put(customer, "{'url':'%s'}".formatted(mended.url()));
    awaitStatus(customer, job, "DELIVERED");
    assertThat(mended.received()).hasSize(1);

    // and end with it
    put(customer, "{'url':'%s'}".formatted(broken.url()));
    var another = customer.job("b");
    end(customer, another, done());
    await("it failed")
        .atMost(SOON)
        .until(() -> !deliveries(customer, "?messageId=" + another).isEmpty());
    put(customer, "{}");
    awaitStatus(customer, another, "LEFT_OUT");
  }

  @Test
  void theSecretIsShownOnceAndBothAreValidWhileItIsReplaced() throws Exception {
    // given a customer who has set a URL
    var receiver = receiver(Receiver.thatTakesAll());
    var customer = api.customer("STANDARD");
    var url = "{'url':'%s'}".formatted(receiver.url());
    var first = put(customer, url);
    var old = first.required("secret").asString();
    assertThat(old).startsWith("whsec_");
    assertThat(first.required("oldSecretValidUntil").isNull()).isTrue();

    // then it is not shown again
    assertThat(put(customer, url).required("secret").isNull()).isTrue();
    var shown = customer.http().get("/api/v1/webhook");
    assertThat(shown.body()).doesNotContain("whsec_").doesNotContain("secret\"");
    assertThat(shown.json().required("url").asString()).isEqualTo(receiver.url());
    assertThat(shown.json().required("events").toString())
        .isEqualTo("[\"DONE\",\"FAIL\",\"CANCELLED\"]");

    // when it is replaced
    var rotated = put(customer, url.replace("}", ",'rotateSecret':true}"));
    var fresh = rotated.required("secret").asString();
    assertThat(fresh).startsWith("whsec_").isNotEqualTo(old);
    assertThat(Instant.parse(rotated.required("oldSecretValidUntil").asString()))
        .isAfter(Instant.now().plus(Duration.ofHours(23)));
    var test = test(customer, receiver, 1);

    // then receivers may know either
    new Webhook(fresh).verify(test.body(), test.headers());
    new Webhook(old).verify(test.body(), test.headers());

    // until the day of the old one is over
    api.sql(
        "update easel_api.webhook set old_secret_until = now() where customer = " + customer.id());
    assertThat(
            customer.http().get("/api/v1/webhook").json().required("oldSecretValidUntil").isNull())
        .isTrue();
    var later = test(customer, receiver, 2);
    assertThat(later.header("webhook-signature").split(" ")).hasSize(1);
    new Webhook(fresh).verify(later.body(), later.headers());
  }

  @Test
  void aSecretThatAJobNeededFirstIsShownWhenAskedFor() throws Exception {
    var receiver = receiver(Receiver.thatTakesAll());
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var job = job(customer, receiver.url());
    end(customer, job, done());
    awaitStatus(customer, job, "DELIVERED");
    var secret = put(customer, "{}").required("secret").asString();
    var told = receiver.received().getFirst();
    new Webhook(secret).verify(told.body(), told.headers());
  }

  @Test
  void aSecretIsSealedAtRest() throws Exception {
    var customer = api.customer("STANDARD");
    var secret = put(customer, "{}").required("secret").asString();
    var row =
        api.selectText("select w::text from easel_api.webhook w where customer = " + customer.id());
    assertThat(row).isNotEmpty().doesNotContain("whsec_").doesNotContain(secret.substring(6));
  }

  @Test
  void aTestEventIsNoJobAndIsAttemptedOnce() {
    var customer = api.customer("STANDARD");
    assertThat(customer.http().post("/api/v1/webhook/test", null).code())
        .isEqualTo("no-webhook-url");
    var receiver = receiver(Receiver.that((_, _) -> 500));
    put(customer, "{'url':'%s'}".formatted(receiver.url()));
    var test = test(customer, receiver, 1);
    assertThat(test.status()).isEqualTo("TEST");
    assertThat(
            customer
                .http()
                .get("/api/v1/midjourney/message/" + test.json().required("messageId").asString())
                .status())
        .isEqualTo(404);
    await("it is over")
        .atMost(SOON)
        .until(() -> deliveries(customer, "?status=FAILED").size() == 1);
    assertThat(receiver.received()).hasSize(1);
    var shown = deliveries(customer, "").getFirst();
    assertThat(shown.required("messageId").isNull()).isTrue();
    assertThat(shown.required("event").asString()).isEqualTo("TEST");
  }

  @Test
  void deliveriesAreListedInPages() {
    var receiver = receiver(Receiver.thatTakesAll());
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var jobs = Stream.generate(() -> job(customer, receiver.url())).limit(5).toList();
    jobs.forEach(job -> end(customer, job, done()));
    await("all came")
        .atMost(SOON)
        .until(() -> deliveries(customer, "?status=DELIVERED").size() == 5);

    var seen = new ArrayList<String>();
    var cursor = "";
    do {
      var page = customer.http().get(DELIVERIES + "?limit=2&cursor=" + cursor).json();
      page.required("items").forEach(it -> seen.add(id(it)));
      cursor = page.required("nextCursor").asString("");
    } while (!cursor.isEmpty());
    assertThat(seen).hasSize(5).doesNotHaveDuplicates();
    assertThat(seen)
        .isEqualTo(deliveries(customer, "").stream().map(WebhookSliceTests::id).toList());
  }

  @Test
  void whatEndedLongAgoIsForgotten() throws Exception {
    var receiver = receiver(Receiver.thatTakesAll());
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var old = job(customer, receiver.url());
    var young = job(customer, receiver.url());
    Stream.of(old, young).forEach(job -> end(customer, job, done()));
    awaitStatus(customer, old, "DELIVERED");
    awaitStatus(customer, young, "DELIVERED");
    api.sql(
        """
        update easel_api.webhook_delivery set ended_at = now() - interval '31 days'
        where job = '%s'
        """
            .formatted(old));
    await("it is forgotten").atMost(SOON).until(() -> deliveries(customer, "").size() == 1);
    assertThat(deliveries(customer, "?messageId=" + young)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'url':'x'}                             | invalid-url    | url
          {'url':''}                              | invalid-url    | url
          {'url':'ftp://x'}                       | invalid-url    | url
          {'url':'http://user:pw@hooks.example/'} | invalid-url    | url
          {'url':'http://127.0.0.2/'}             | invalid-url    | url
          {'url':'http://169.254.169.254/x'}      | invalid-url    | url
          {'url':'http://[fd00::1]/'}             | invalid-url    | url
          {'url':1}                               | invalid-url    | url
          {'events':[]}                           | invalid-events | events
          {'events':['DONE','NOPE']}              | invalid-events | events
          {'events':['TEST']}                     | invalid-events | events
          {'events':[null]}                       | invalid-events | events
          {'events':'DONE'}                       | invalid-value  | events
          {'rotateSecret':'perhaps'}              | invalid-value  | rotateSecret
          """)
  void badSettingsAreAnsweredWithTheFact(String body, String code, String field) {
    var answer = api.customer("STANDARD").http().send("PUT", "/api/v1/webhook", json(body));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.json().required("errors").get(0).required("field").asString())
        .isEqualTo(field);
  }

  @Test
  void badCallsAreAnsweredInTheSameForm() {
    var http = api.customer("STANDARD").http();
    assertThat(http.get(DELIVERIES + "?limit=0").code()).isEqualTo("invalid-limit");
    assertThat(http.get(DELIVERIES + "?limit=101").code()).isEqualTo("invalid-limit");
    assertThat(http.get(DELIVERIES + "?status=X").status()).isEqualTo(400);
    assertThat(http.get(DELIVERIES + "?messageId=X").status()).isEqualTo(400);
    assertThat(http.get(DELIVERIES + "?cursor=X").code()).isEqualTo("invalid-cursor");
    assertThat(http.post(DELIVERIES + "/X/replay", null).status()).isEqualTo(404);
    assertThat(http.post(DELIVERIES + "/msg_" + "0".repeat(32) + "/replay", null).status())
        .isEqualTo(404);
    assertThat(http.get("/api/v1/webhook").json().required("url").isNull()).isTrue();
  }

  @Test
  void aWebhookThatMustNotBeCalledIsRefusedWithTheJob() {
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var answer =
        customer
            .http()
            .post(
                "/api/v1/midjourney/imagine",
                json("{'prompt':'a','webhookOverride':'http://169.254.169.254/'}"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("invalid-webhook-override");
  }

  private Receiver receiver(Receiver receiver) {
    receivers.add(receiver);
    return receiver;
  }

  private static String json(String singleQuoted) {
    return singleQuoted.replace('\'', '"');
  }

  private static JsonNode put(TestCustomer customer, String body) {
    var answer = customer.http().send("PUT", "/api/v1/webhook", json(body));
    assertThat(answer.status()).isEqualTo(200);
    return answer.json();
  }

  private static JobId job(TestCustomer customer, String webhook) {
    var body = json("{'prompt':'a','webhookOverride':'%s'}".formatted(webhook));
    var answer = customer.http().post("/api/v1/midjourney/imagine", body);
    return JobId.of(answer.json().required("messageId").asString());
  }

  private static void end(TestCustomer customer, JobId job, JobEnd end) {
    customer.worker().say(new Ended(job, Instant.now(), null, end));
  }

  private static void progress(TestCustomer customer, AccountId account, JobId job, int percent) {
    customer.worker().say(new Progress(job, Instant.now(), account, percent, null, null));
  }

  private static JobEnd done() {
    return new JobEnd.Done(
        new Picture(
            new DiscordMessage("1", "2", "3", 0),
            "mj",
            "https://cdn.discordapp.com/x.png",
            "t",
            List.of(new Button("U1", "id-U1"))));
  }

  private static Received test(TestCustomer customer, Receiver receiver, int nth) {
    assertThat(customer.http().post("/api/v1/webhook/test", null).status()).isEqualTo(202);
    await("the test comes").atMost(SOON).until(() -> receiver.received().size() == nth);
    return receiver.received().getLast();
  }

  private static JsonNode awaitStatus(TestCustomer customer, JobId job, String status) {
    return await("the delivery is " + status)
        .atMost(Duration.ofSeconds(15))
        .until(
            () -> deliveries(customer, "?messageId=%s&status=%s".formatted(job, status)),
            found -> !found.isEmpty())
        .getFirst();
  }

  private static void awaitStatus(TestCustomer customer, JobId job, String status, String event) {
    await("the delivery of %s is %s".formatted(event, status))
        .atMost(Duration.ofSeconds(15))
        .until(
            () ->
                deliveries(customer, "?messageId=%s&status=%s".formatted(job, status)).stream()
                    .anyMatch(it -> it.required("event").asString().equals(event)));
  }

  private static List<JsonNode> deliveries(TestCustomer customer, String query) {
    return customer.http().get(DELIVERIES + query).json().required("items").valueStream().toList();
  }

  private static String id(JsonNode delivery) {
    return delivery.required("id").asString();
  }

  private static List<Integer> codes(JsonNode delivery) {
    return delivery
        .required("attempts")
        .valueStream()
        .map(attempt -> attempt.required("statusCode"))
        .filter(JsonNode::isNumber)
        .map(JsonNode::asInt)
        .toList();
  }

  private static List<String> errors(JsonNode delivery) {
    return delivery
        .required("attempts")
        .valueStream()
        .map(attempt -> attempt.required("error"))
        .filter(JsonNode::isString)
        .map(JsonNode::asString)
        .toList();
  }

  private static void awaitOpen(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
