package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.api.directory.ReadModel;
import easel.common.directory.DirectoryFollower;
import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.AccountMessage.End;
import easel.common.message.AccountMessage.Tell;
import easel.common.message.Button;
import easel.common.message.Command;
import easel.common.message.DiscordMessage;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.common.message.LaneJob;
import easel.common.message.Picture;
import easel.common.message.Reply.Claimed;
import easel.common.message.Reply.Ended;
import easel.common.message.Reply.Progress;
import easel.common.message.Reply.Sending;
import easel.common.message.Reply.Sent;
import easel.common.message.Reply.Unclaimed;
import easel.common.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JobSliceTests {
  private static final Duration SOON = Duration.ofSeconds(10);
  private final TestApi api = TestApi.shared();

  @Test
  void jobsComeIntoTheirLaneInTheOrderOfTheirAcceptance() throws Exception {
    // given a queue whose lane somebody takes
    var customer = api.customer("STANDARD");
    var account = customer.linkReady();
    var lane = api.worker().take(QueueId.ofCustomer(customer.id()));

    // when many jobs are accepted, some at once
    inParallel(8, 10, i -> customer.tryImagine("fox " + i));

    // then all of them come, each once, in the order of their numbers
    await("all come").atMost(SOON).until(() -> lane.size() == 80);
    assertThat(lane.stream().map(LaneJob::number).toList())
        .isEqualTo(IntStream.rangeClosed(1, 80).mapToObj(Long::valueOf).toList());
    assertThat(lane.stream().map(LaneJob::acceptedAt).toList()).isSorted();
    assertThat(lane.getFirst().command()).isInstanceOf(Command.Imagine.class);
    assertThat(account).isNotNull();

    // and the lane is known to exist
    var directory = new DirectoryFollower(api.redis(), api.keys()).refresh();
    assertThat(directory.queue(QueueId.ofCustomer(customer.id())).orElseThrow().declared())
        .isTrue();
  }

  @Test
  void newJobsGoToTheAccountsOfAProCustomerInTurn() throws Exception {
    var customer = api.customer("PRO");
    var accounts =
        IntStream.range(0, 3).mapToObj(_ -> customer.linkReady()).collect(Collectors.toSet());
    var connecting = customer.linkConnecting();

    var jobs = inParallel(4, 8, i -> customer.tryImagine("fox " + i));

    var taken =
        jobs.stream()
            .map(job -> job.json().required("account").required("id").asLong())
            .collect(Collectors.groupingBy(AccountId::new, Collectors.counting()));
    assertThat(taken.keySet()).isEqualTo(accounts).doesNotContain(connecting);
    assertThat(taken.values()).allMatch(count -> count == 10 || count == 11);
  }

  @Test
  void withoutAnyAccountThatCouldEverRunItAJobIsRefused() {
    assertThat(api.customer("PRO").tryImagine("a").code()).isEqualTo("no-account");

    // one that only connects queues it instead
    var customer = api.customer("PRO");
    customer.linkConnecting();
    assertThat(customer.tryImagine("a").status()).isEqualTo(200);
  }

  @Test
  void theSameIdempotencyKeyIsTheSameJob() throws Exception {
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var answers = inParallel(6, 1, _ -> customer.tryImagine("once", "Idempotency-Key", "order-1"));
    assertThat(answers).allMatch(answer -> answer.status() == 200);
    assertThat(answers.stream().map(it -> it.json().required("messageId").asString()).distinct())
        .hasSize(1);
    var other = customer.tryImagine("twice", "Idempotency-Key", "order-1");
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.code()).isEqualTo("idempotency-key-reused");

    // another customer may use the same key
    var another = api.customer("STANDARD");
    another.linkReady();
    assertThat(another.tryImagine("once", "Idempotency-Key", "order-1").status()).isEqualTo(200);
  }

  @Test
  void aNumberThatIsTooLargeIsNamed() {
    var customer = api.customer("PRO");
    var body = "{\"prompt\":\"a fox\",\"account\":123456789012345678901234567890}";
    var answer = customer.http().post("/api/v1/midjourney/imagine", body);
    assertThat(answer.status()).isEqualTo(400);
    var errors = answer.json().required("errors");
    assertThat(errors.get(0).required("field").asString()).isEqualTo("account");
  }

  @Test
  void onlyASuccessUsesAnIdempotencyKeyUp() {
    var customer = api.customer("PRO");
    assertThat(customer.tryImagine("a", "Idempotency-Key", "k").status()).isEqualTo(409);
    customer.linkConnecting();
    assertThat(customer.tryImagine("a", "Idempotency-Key", "k").status()).isEqualTo(200);
  }

  /// Also of what could not be accepted any more.
  @Test
  void aRepeatIsTheSameJobWhateverHasChangedMeanwhile() {
    // given a grid, and three requests about its account that were accepted
    var customer = api.customer("PRO");
    var account = customer.linkReady();
    var grid = customer.job("a red fox");
    customer.worker().say(new Ended(grid, Instant.now(), account, new JobEnd.Done(picture("U1"))));
    await("the grid is done").until(() -> customer.status(grid).equals("DONE"));
    var pinned = "{\"prompt\":\"a fox\",\"account\":%s}".formatted(account);
    var button = "{\"messageId\":\"%s\",\"button\":\"U1\"}".formatted(grid);
    var action = "{\"taskId\":\"%s\",\"customId\":\"id-U1\"}".formatted(grid);
    var calls =
        Map.of(
            "/api/v1/midjourney/imagine", pinned,
            "/api/v1/midjourney/button", button,
            "/mj/submit/action", action);
    var first = new HashMap<String, String>();
    calls.forEach((path, body) -> first.put(path, made(customer, path, body)));

    // when the account is unlinked, and the answers were lost
    customer.http().send("DELETE", "/api/v1/discord/accounts/" + account, null);

    // then each repeat is answered with its job, and nothing new is accepted
    calls.forEach(
        (path, body) -> assertThat(made(customer, path, body)).isEqualTo(first.get(path)));
    assertThat(customer.http().post("/api/v1/midjourney/button", button).status()).isEqualTo(409);
  }

  private static String made(TestCustomer customer, String path, String body) {
    var answer = customer.http().post(path, body, "Idempotency-Key", path);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().required(path.startsWith("/mj") ? "result" : "messageId").asString();
  }

  @Test
  void repliesMoveAJobForwardsToItsOneEnd() {
    // given an accepted job
    var customer = api.customer("STANDARD");
    var account = customer.linkReady();
    var job = customer.job("a red fox");
    assertThat(customer.job(job).required("position").asInt()).isEqualTo(1);
    assertThat(customer.job(job).required("sent").asBoolean()).isFalse();
    await("it is in its lane").until(() -> trace(customer, job).contains("queued"));

    // when its replies come, partly late and partly twice
    customer.worker().say(new Claimed(job, Instant.now(), account));
    customer.worker().say(new Sending(job, Instant.now(), account));
    await("its send has begun").until(() -> customer.status(job).equals("PROCESSING"));
    assertThat(customer.job(job).required("sent").isNull()).isTrue();
    var done = new Ended(job, Instant.now(), account, new JobEnd.Done(picture("U1", "🔄")));
    customer
        .worker()
        .say(
            List.of(
                new Progress(job, Instant.now(), account, 31, null, "https://x/p.webp"),
                done,
                new Progress(job, Instant.now(), account, 62, null, null),
                new Sent(job, Instant.now(), account),
                done,
                new Ended(
                    job,
                    Instant.now(),
                    account,
                    new JobEnd.Failed(FailReason.TIMEOUT, "late", null))));

    // then it is done, once
    await("it is done").until(() -> customer.status(job).equals("DONE"));
    var view = customer.job(job);
    assertThat(view.required("progress").asInt()).isEqualTo(100);
    assertThat(view.required("sent").asBoolean()).isTrue();
    assertThat(view.required("buttons").toString()).isEqualTo("[\"U1\",\"🔄\"]");
    assertThat(view.required("uri").asString()).contains("/pictures/");
    assertThat(view.required("position").isNull()).isTrue();
    assertThat(view.required("account").required("label").asString()).isEqualTo("studio");
    await("its trace is whole")
        .untilAsserted(
            () ->
                assertThat(trace(customer, job))
                    .contains("accepted", "queued", "dispatched", "sending", "progress", "ended"));
  }

  @Test
  void aBatchWithAnUnreadableReplyIsAppliedAllTheSame() throws Exception {
    var customer = api.customer("STANDARD");
    var account = customer.linkReady();
    var job = customer.job("a");
    var nul = new JobEnd.Failed(FailReason.MODERATED, "not \0 this", true);
    api.worker().sayUnreadable();
    customer.worker().say(new Ended(job, Instant.now(), account, nul));
    await("the job ended").until(() -> customer.status(job).equals("FAIL"));
    assertThat(customer.job(job).required("reason").asString()).isEqualTo("MODERATED");
  }

  @Test
  void aPressIsPinnedToTheAccountThatHoldsThePicture() {
    var customer = api.customer("PRO");
    var account = customer.linkReady();
    customer.linkReady();
    var lane = api.worker().take(QueueId.ofAccount(account));
    var job = customer.job("a");
    var home = new AccountId(customer.job(job).required("account").required("id").asLong());
    // A job that has ended is not published any more.
    await("it is in its lane").until(() -> !home.equals(account) || lane.size() == 1);
    customer
        .worker()
        .say(new Ended(job, Instant.now(), home, new JobEnd.Done(picture("U1", "⬅️"))));
    await("it is done").until(() -> customer.status(job).equals("DONE"));

    var pressed = press(customer, job.toString(), "U1");
    assertThat(pressed.status()).isEqualTo(200);
    assertThat(pressed.json().required("queue").asString()).isEqualTo("account-" + home);
    assertThat(press(customer, job.toString(), "⬅").status()).isEqualTo(200);
    assertThat(press(customer, job.toString(), "U2").code()).isEqualTo("button-not-offered");
    assertThat(press(api.customer("PRO"), job.toString(), "U1").status()).isEqualTo(404);

    if (home.equals(account)) {
      await("the press comes").until(() -> lane.size() == 3);
      assertThat(lane.get(1).pinned()).isEqualTo(home);
      assertThat(lane.get(1).command())
          .isInstanceOfSatisfying(
              Command.Press.class, press -> assertThat(press.originating()).isEqualTo(job));
    }
    customer.http().send("DELETE", "/api/v1/discord/accounts/" + home, null);
    assertThat(press(customer, job.toString(), "U1").code()).isEqualTo("account-unlinked");
  }

  @Test
  void aCancelIsARequest() {
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var job = customer.job("a");
    var asked = customer.http().send("DELETE", "/api/v1/midjourney/message/" + job, null);
    assertThat(asked.status()).isEqualTo(202);
    assertThat(asked.json().required("status").asString()).isEqualTo("QUEUED");
    await("a worker is asked")
        .atMost(SOON)
        .until(
            () ->
                api.worker().asks().stream()
                    .anyMatch(ask -> ask instanceof End end && end.job().equals(job)));

    customer.worker().say(new Ended(job, Instant.now(), null, new JobEnd.Cancelled(false)));
    await("it is cancelled").until(() -> customer.status(job).equals("CANCELLED"));
    assertThat(customer.http().send("DELETE", "/api/v1/midjourney/message/" + job, null).status())
        .isEqualTo(409);
  }

  @Test
  void aJobOfWhichNothingIsHeardIsAskedAbout() {
    var customer = api.customer("STANDARD");
    var account = customer.linkReady();
    var job = customer.job("a");
    customer.worker().say(new Claimed(job, Instant.now(), account));
    await("a worker is asked")
        .atMost(Duration.ofSeconds(15))
        .until(
            () ->
                api.worker().asks().stream()
                    .anyMatch(ask -> ask instanceof Tell tell && tell.job().equals(job)));
  }

  @Test
  void aJobWithoutAClaimIsPublishedAgain() {
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var lane = api.worker().take(QueueId.ofCustomer(customer.id()));
    var job = customer.job("a");
    await("it comes").until(() -> lane.size() == 1);
    customer.worker().say(new Unclaimed(job, Instant.now()));
    await("it comes again").until(() -> lane.size() == 2);
    assertThat(lane.get(1).job()).isEqualTo(job);
  }

  @Test
  void aLostLaneIsFilledAgainInOrder() {
    // given jobs that wait in a lane which the broker then loses
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var queue = QueueId.ofCustomer(customer.id());
    var jobs = IntStream.range(0, 5).mapToObj(i -> customer.job("fox " + i)).toList();
    await("they are in their lane")
        .until(
            () ->
                customer
                    .http()
                    .get("/api/v1/message/trace/" + jobs.getLast())
                    .body()
                    .contains("queued"));
    api.worker().lose(Topology.lane(queue));

    // then they come again, in order
    var lane = new ArrayList<List<LaneJob>>();
    await("the lane is filled again")
        .atMost(Duration.ofSeconds(40))
        .until(
            () -> {
              if (lane.isEmpty() && api.worker().exists(Topology.lane(queue))) {
                lane.add(api.worker().take(queue));
              }
              return !lane.isEmpty() && lane.getFirst().size() == 5;
            });
    assertThat(lane.getFirst().stream().map(LaneJob::job).toList()).isEqualTo(jobs);
  }

  @Test
  void endsAreHeardAgainAfterTheQueueOfRepliesWasLost() {
    var customer = api.customer("STANDARD");
    var account = customer.linkReady();
    var job = customer.job("fox");
    api.worker().lose(Topology.REPLIES_API);
    var end = new Ended(job, Instant.now(), account, new JobEnd.Done(picture("U1")));
    await("an end that is told again and again is heard")
        .atMost(Duration.ofSeconds(15))
        .until(
            () -> {
              api.worker().say(end);
              return customer.status(job).equals("DONE");
            });
  }

  @Test
  void afterTheBrokerWasEmptiedOnlyLanesThatGetJobsAreLookedFor() {
    // given a lane whose only job has ended
    var idle = api.customer("STANDARD");
    var account = idle.linkReady();
    var ended = idle.job("fox");
    idle.worker().say(new Ended(ended, Instant.now(), account, new JobEnd.Done(picture("U1"))));
    var directory = new DirectoryFollower(api.redis(), api.keys());
    await("the job has ended")
        .atMost(SOON)
        .until(
            () -> idle.http().get("/api/v1/midjourney/message/" + ended).body().contains("DONE"));
    await("its lane is looked for")
        .atMost(SOON)
        .until(() -> isDeclared(directory, QueueId.ofCustomer(idle.id())));

    // when all that the broker had is gone, which is met as jobs of somebody else come
    var other = api.customer("STANDARD");
    other.linkReady();
    var lane = Topology.lane(QueueId.ofCustomer(other.id()));
    api.worker().lose("api.mark");
    api.worker().lose(Topology.lane(QueueId.ofCustomer(idle.id())));

    // then nobody looks for the idle lane any more, and for the other all the same
    await("the idle lane is forgotten")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              api.worker().lose(lane);
              other.job("fox");
              return !isDeclared(directory, QueueId.ofCustomer(idle.id()));
            });
    await("the other lane is looked for")
        .atMost(SOON)
        .until(() -> isDeclared(directory, QueueId.ofCustomer(other.id())));

    // until it gets a job again
    idle.job("hare");
    await("it is looked for again")
        .atMost(SOON)
        .until(() -> isDeclared(directory, QueueId.ofCustomer(idle.id())));
  }

  private static boolean isDeclared(DirectoryFollower directory, QueueId queue) {
    return directory.refresh().queue(queue).orElseThrow().declared();
  }

  @Test
  void theDirectoryIsBuiltAnewWhenRedisWasEmptied() {
    var customer = api.customer("PRO");
    var account = customer.linkReady();
    var follower = new DirectoryFollower(api.redis(), api.keys());
    api.redis().getKeys().deleteByPattern(api.keys().prefix() + ":*");
    assertThat(follower.refresh().complete()).isFalse();
    await("it is built anew").atMost(SOON).until(() -> follower.refresh().complete());
    assertThat(follower.directory().account(account).orElseThrow().usable()).isTrue();
    await("the API is ready").atMost(SOON).until(() -> api.bean(ReadModel.class).isComplete());
  }

  @Test
  void aDirectoryThatWasSetBackIsPublishedAllTheSame() throws Exception {
    // given a PostgreSQL that was restored, with a Redis that was not
    var customer = api.customer("PRO");
    var account = customer.linkReady();
    api.sql("update easel_api.directory set version = 1");

    // when something changes
    var path = "/api/v1/discord/accounts/" + account;
    customer.http().send("PATCH", path, "{\"concurrency\":1}");

    // then everyone learns of it
    var follower = new DirectoryFollower(api.redis(), api.keys());
    await("the limit is published")
        .atMost(SOON)
        .until(() -> follower.refresh().account(account).orElseThrow().limit() == 1);
  }

  @Test
  void listsAreReadPageByPage() {
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var jobs = IntStream.range(0, 5).mapToObj(i -> customer.job("fox " + i).toString()).toList();
    var found = new ArrayList<String>();
    String cursor = "";
    do {
      var page = customer.http().get("/api/v1/midjourney/messages?limit=2&cursor=" + cursor).json();
      page.required("items").forEach(item -> found.add(item.required("messageId").asString()));
      cursor = page.required("nextCursor").asString("");
    } while (!cursor.isEmpty());
    assertThat(found).isEqualTo(jobs.reversed());
  }

  @Test
  void customersSeeOnlyTheirOwn() {
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var job = customer.job("a");
    var other = api.customer("STANDARD").http();
    assertThat(other.get("/api/v1/midjourney/message/" + job).status()).isEqualTo(404);
    assertThat(other.get("/api/v1/message/trace/" + job).status()).isEqualTo(404);
    assertThat(other.send("DELETE", "/api/v1/midjourney/message/" + job, null).status())
        .isEqualTo(404);
    var queue = "/api/v1/queues/customer-" + customer.id();
    assertThat(other.post(queue + "/pause", null).status()).isEqualTo(404);
    assertThat(other.get("/api/v1/midjourney/messages").body()).doesNotContain(job.toString());
  }

  @Test
  void aPauseHoldsWhenItIsAnswered() {
    var customer = api.customer("STANDARD");
    var queue = QueueId.ofCustomer(customer.id());
    var follower = new DirectoryFollower(api.redis(), api.keys());
    assertThat(customer.http().post("/api/v1/queues/" + queue + "/pause", null).status())
        .isEqualTo(200);
    assertThat(follower.refresh().queue(queue).orElseThrow().paused()).isTrue();
    assertThat(customer.http().post("/api/v1/queues/" + queue + "/resume", null).status())
        .isEqualTo(200);
    assertThat(follower.refresh().queue(queue).orElseThrow().paused()).isFalse();
  }

  @Test
  void theBoardShowsWhatRunsAndWaits() {
    var customer = api.customer("STANDARD");
    var account = customer.linkReady();
    var first = customer.job("first");
    customer.imagine("second");
    customer.imagine("third");
    customer.worker().say(new Sending(first, Instant.now(), account));
    await("the first runs").until(() -> customer.status(first).equals("PROCESSING"));

    var queue = customer.http().get("/api/v1/queues").json().required("items").get(0);
    assertThat(queue.required("id").asString()).isEqualTo("customer-" + customer.id());
    assertThat(queue.required("limit").asInt()).isEqualTo(2);
    assertThat(queue.required("running").get(0).required("messageId").asString())
        .isEqualTo(first.toString());
    assertThat(
            queue
                .required("waiting")
                .valueStream()
                .map(job -> job.required("prompt").asString())
                .toList())
        .containsExactly("second", "third");
    var totals = customer.http().get("/api/v1/account").json().required("counts");
    assertThat(totals.required("running").asInt()).isEqualTo(1);
    assertThat(totals.required("waiting").asInt()).isEqualTo(2);
  }

  /// CANCELLED in the answer means that it was never sent.
  @Test
  void aCancelOfWhatWasSentIsAnsweredBeforeItsEnd() throws Exception {
    // given a running job whose worker stops it as soon as it is asked to
    var customer = api.customer("STANDARD");
    var account = customer.linkReady();
    var job = customer.job("a red fox");
    customer.worker().say(new Sending(job, Instant.now(), account));
    customer.worker().say(new Sent(job, Instant.now(), account));
    await("it runs").until(() -> customer.status(job).equals("PROCESSING"));

    // when it is cancelled
    try (var worker = Executors.newVirtualThreadPerTaskExecutor()) {
      var stopped =
          worker.submit(
              () -> {
                var asked = api.worker().asks().take();
                while (!(asked instanceof End) || !asked.job().equals(job)) {
                  asked = api.worker().asks().take();
                }
                var end = new JobEnd.Cancelled(true);
                customer.worker().say(new Ended(job, Instant.now(), account, end));
                return true;
              });
      var answer = customer.http().send("DELETE", "/api/v1/midjourney/message/" + job, null);

      // then the answer says that it runs, and its end that it was sent
      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.json().required("status").asString()).isEqualTo("PROCESSING");
      assertThat(stopped.get(10, TimeUnit.SECONDS)).isTrue();
    }
    await("it has ended").until(() -> customer.status(job).equals("CANCELLED"));
    assertThat(customer.job(job).required("sent").asBoolean()).isTrue();
  }

  private static List<String> trace(TestCustomer customer, JobId job) {
    return customer
        .http()
        .get("/api/v1/message/trace/" + job)
        .json()
        .required("items")
        .valueStream()
        .map(step -> step.required("step").asString())
        .toList();
  }

  private static Http.Answer press(TestCustomer customer, String message, String button) {
    return customer
        .http()
        .post(
            "/api/v1/midjourney/button",
            "{\"messageId\":\"%s\",\"button\":\"%s\"}".formatted(message, button));
  }

  private static Picture picture(String... labels) {
    var buttons = List.of(labels).stream().map(label -> new Button(label, "id-" + label)).toList();
    return new Picture(
        new DiscordMessage("1", "2", "3", 0),
        "mj",
        "https://cdn.discordapp.com/x.png",
        "t",
        buttons);
  }

  private interface Call {
    Http.Answer with(int number);
  }

  private static List<Http.Answer> inParallel(int threads, int each, Call call) throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<List<Http.Answer>>> tasks =
          IntStream.range(0, threads)
              .<Callable<List<Http.Answer>>>mapToObj(
                  thread ->
                      () ->
                          IntStream.range(0, each)
                              .mapToObj(i -> call.with(thread * each + i))
                              .toList())
              .toList();
      var answers = new ArrayList<Http.Answer>();
      for (var future : executor.invokeAll(tasks)) {
        answers.addAll(future.get());
      }
      return answers;
    }
  }
}
