package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.message.DiscordMessage;
import easel.common.message.JobEnd;
import easel.common.message.Picture;
import easel.common.message.Reply.Ended;
import easel.common.message.Reply.Progress;
import easel.common.message.Reply.Sending;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/// The board: what it shows, and what it tells while it is open.
class BoardPageSliceTests {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Pattern EVENTS = Pattern.compile("data-events=\"([^\"]+)\"");
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 1, 2, 3};
  private static final TestApi API = TestApi.shared();
  private static ConfigurableApplicationContext second;

  @BeforeAll
  static void startAnother() {
    second = API.startAnother("--easel.stream.heartbeat=250ms", "--easel.stream.per-customer=3");
  }

  @AfterAll
  static void stopIt() {
    second.close();
  }

  @Test
  void aQueueIsShownWithItsSlotsAndWhatWaitsInOrder() {
    var customer = API.customer("STANDARD");
    var account = customer.linkReady();
    var running = customer.job("a red fox");
    customer.job("a <b>hare</b>");
    customer.job("an owl");
    customer.worker().say(new Sending(running, Instant.now(), account));
    customer.worker().say(progress(running, account, 31, API.cdn().serve(PNG)));
    await("it runs").until(() -> customer.job(running).required("progress").asInt() == 31);

    var page = board(customer).get("/board");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(page.body())
        .contains("1 running, 2 waiting", "1 of 2 running", "2 waiting", "31 %", "· studio")
        .contains("/board/previews/" + running + "?n=31", "href=\"/jobs/" + running + "\"")
        .contains("a &lt;b&gt;hare&lt;/b&gt;")
        .doesNotContain("<b>hare", "style=", "<style", "onclick", "discord");
    assertThat(page.body().indexOf("hare")).isLessThan(page.body().indexOf("an owl"));
  }

  @Test
  void manyWaitingJobsAreCountedAndTheFirstOnesListed() {
    var customer = API.customer("STANDARD");
    customer.linkReady();
    for (int i = 1; i <= 23; i++) {
      customer.job("number " + i + ".");
    }
    assertThat(board(customer).get("/board").body())
        .contains("23 waiting", "number 20.", "and 3 more")
        .doesNotContain("number 21.");
  }

  @Test
  void anEmptyBoardSaysWhatToDoNext() {
    var pro = API.customer("PRO");
    assertThat(board(pro).get("/board").body())
        .contains("No account is linked yet", "href=\"/accounts/link\"");
    pro.linkReady();
    assertThat(board(pro).get("/board").body())
        .contains("Ready for a first picture", "href=\"/make\"")
        .doesNotContain("No account is linked yet");
    pro.job("a red fox");
    assertThat(board(pro).get("/board").body()).doesNotContain("Ready for a first picture");
  }

  @Test
  void whatHappensIsToldAsItHappens() {
    var customer = API.customer("STANDARD");
    var account = customer.linkReady();
    var queue = "queue-customer-" + customer.id();
    var board = board(customer);
    try (var stream = BoardStream.open(board, events(board))) {
      assertThat(stream.status()).isEqualTo(200);

      var job = customer.job("a red fox");
      await("it waits")
          .atMost(SOON)
          .until(() -> stream.told(queue + "-waiting", "a red fox", queue + "-head", "1 waiting"));

      customer.worker().say(new Sending(job, Instant.now(), account));
      await("it is in a slot")
          .atMost(SOON)
          .until(() -> stream.told(queue + "-slots", "0 %", "Nothing waits."));

      customer.worker().say(progress(job, account, 31, API.cdn().serve(PNG)));
      await("it goes on")
          .atMost(SOON)
          .until(() -> stream.told("31 %", "/board/previews/" + job + "?n=31"));
      var further =
          stream.events().stream().filter(event -> event.html().contains("31 %")).toList();
      assertThat(further.getFirst().html()).doesNotContain("-waiting\"", "-head\"");

      customer.worker().say(done(job, account));
      await("it is done")
          .atMost(SOON)
          .until(() -> stream.told("board-done", "a red fox", "/pictures/", "0 of 2 running"));
      assertThat(stream.events()).noneMatch(event -> event.name().equals("whole"));
    }
    assertThat(board.get("/board").body()).contains("Done last").contains("/pictures/");
  }

  @Test
  void whatHappenedBeforeTheStreamBeganIsTold() {
    var customer = API.customer("STANDARD");
    customer.linkReady();
    var board = board(customer);
    var events = events(board);
    customer.job("a late hare");
    try (var stream = BoardStream.open(board, events)) {
      await("it is told").atMost(SOON).until(() -> stream.told("a late hare"));
      assertThat(stream.events().getFirst().name()).isEqualTo("parts");
    }
  }

  @Test
  void whoComesBackIsToldTheWhole() {
    var customer = API.customer("STANDARD");
    customer.linkReady();
    customer.job("a red fox");
    try (var stream = BoardStream.open(board(customer), "/board/events")) {
      await("all of it")
          .atMost(SOON)
          .until(() -> stream.told("id=\"board-content\"", "a red fox", "board-done"));
      assertThat(stream.events().getFirst().name()).isEqualTo("whole");
    }
  }

  @Test
  void aChangeAtOneInstanceIsToldAtAnother() {
    var customer = API.customer("STANDARD");
    customer.linkReady();
    var board = PageClient.of(customer, TestApi.uri(second));
    try (var stream = BoardStream.open(board, events(board))) {
      customer.job("a red fox");
      await("it is told").atMost(SOON).until(() -> stream.told("a red fox"));
    }
  }

  @Test
  void aBurstIsToldInFewEvents() {
    var customer = API.customer("STANDARD");
    customer.linkReady();
    var board = board(customer);
    try (var stream = BoardStream.open(board, events(board))) {
      var began = System.nanoTime();
      for (int i = 1; i <= 40; i++) {
        customer.job("number " + i);
      }
      await("all is told").atMost(SOON).until(() -> stream.told("40 waiting"));
      var due = Duration.ofNanos(System.nanoTime() - began).toMillis() / 50;
      assertThat(stream.events().size()).isLessThanOrEqualTo((int) due + 2);
    }
  }

  @Test
  void aNewQueueIsTold() {
    var customer = API.customer("PRO");
    var board = board(customer);
    try (var stream = BoardStream.open(board, events(board))) {
      var account = customer.linkReady();
      await("its card")
          .atMost(SOON)
          .until(() -> stream.told("queue-account-" + account + "-head", "Ready for a first"));
    }
  }

  @Test
  void aQueueIsPausedAndResumedByItsButton() {
    var customer = API.customer("STANDARD");
    customer.linkReady();
    customer.job("a red fox");
    var board = board(customer);
    var queue = "/board/queues/customer-" + customer.id();
    try (var stream = BoardStream.open(board, events(board))) {
      var paused = board.submit("/board", queue + "/pause");
      assertThat(paused.path()).isEqualTo("/board");
      assertThat(paused.body()).contains(">paused<", "/resume");
      await("it is told").atMost(SOON).until(() -> stream.told(">paused<", "Resume"));
    }

    // with a script only the part that changes is answered
    var resumed = board.submitPart(board.open("/board"), queue + "/resume");
    assertThat(resumed.status()).isEqualTo(200);
    assertThat(resumed.body())
        .contains("queue-customer-" + customer.id() + "-head", "/pause")
        .doesNotContain("<html", ">paused<");
  }

  @Test
  void whatIsSetElsewhereIsToldWithoutBeingLookedFor() {
    var customer = API.customer("PRO");
    var account = customer.linkReady();
    // given an instance that by itself looks for nothing while this test runs
    try (var idle = API.startAnother("--easel.stream.poll=1h", "--easel.stream.heartbeat=1h")) {
      var board = PageClient.of(customer, TestApi.uri(idle));
      try (var stream = BoardStream.open(board, events(board))) {
        customer.http().post("/api/v1/queues/account-" + account + "/pause", null);
        await("a pause").atMost(SOON).until(() -> stream.told(">paused<", "Resume"));
        var path = "/api/v1/discord/accounts/" + account;
        customer.http().send("PATCH", path, "{\"concurrency\":1}");
        await("a limit").atMost(SOON).until(() -> stream.told("0 of 1 running"));
        customer.http().send("PATCH", path, "{\"active\":false}");
        await("an account").atMost(SOON).until(() -> stream.told("account paused"));
      }
    }
  }

  @Test
  void allThatWaitsIsCancelledAndWhatRunsGoesOn() throws Exception {
    var customer = API.customer("STANDARD");
    var account = customer.linkReady();
    var running = customer.job("a red fox");
    customer.worker().say(new Sending(running, Instant.now(), account));
    await("it runs").until(() -> customer.status(running).equals("PROCESSING"));
    customer.job("a hare");
    customer.job("an owl");
    var board = board(customer);
    var cancel = "/board/queues/customer-" + customer.id() + "/cancel";

    assertThat(board.get("/board").body()).contains("data-count=\"2\"", cancel);
    assertThat(board.get(cancel).body()).contains("Cancel 2");

    var cancelled = board.submit(cancel, cancel);
    assertThat(cancelled.path()).isEqualTo("/board");
    assertThat(cancelled.notice()).contains("2 waiting jobs are being cancelled.");
    assertThat(
            API.count(
                "easel_api.job where cancel_asked_at is not null and customer = " + customer.id()))
        .isEqualTo(2);
  }

  @Test
  void nobodySeesOrTouchesWhatIsAnothers() {
    var customer = API.customer("STANDARD");
    var account = customer.linkReady();
    var job = customer.job("a secret fox");
    customer.worker().say(new Sending(job, Instant.now(), account));
    customer.worker().say(progress(job, account, 31, API.cdn().serve(PNG)));
    await("it runs").until(() -> customer.job(job).required("progress").asInt() == 31);
    var other = board(API.customer("STANDARD"));
    var queue = "/board/queues/customer-" + customer.id();

    var page = other.open("/board");
    assertThat(page.body()).doesNotContain("secret", job.toString());
    assertThat(other.picture("/board/previews/" + job + "?n=31").statusCode()).isEqualTo(404);
    assertThat(other.picture("/board/previews/x?n=31").statusCode()).isEqualTo(404);
    assertThat(other.postPart(page, queue + "/pause").status()).isEqualTo(404);
    assertThat(other.postPart(page, queue + "/cancel").status()).isEqualTo(404);
    assertThat(other.get(queue + "/cancel").status()).isEqualTo(404);
    try (var stream = BoardStream.open(other, events(other))) {
      customer.job("another secret");
      await("nothing is told")
          .during(Duration.ofMillis(300))
          .atMost(SOON)
          .until(() -> stream.events().isEmpty());
    }
  }

  @Test
  void aPictureUnderWayIsPassedOnAndFetchedOnce() {
    var customer = API.customer("STANDARD");
    var account = customer.linkReady();
    var job = customer.job("a red fox");
    var link = API.cdn().serve(PNG);
    customer.worker().say(new Sending(job, Instant.now(), account));
    customer.worker().say(progress(job, account, 31, link));
    await("it runs").until(() -> customer.job(job).required("progress").asInt() == 31);
    var board = board(customer);
    var path = "/board/previews/" + job + "?n=31";

    for (int i = 0; i < 3; i++) {
      var picture = board.picture(path);
      assertThat(picture.statusCode()).isEqualTo(200);
      assertThat(picture.body()).isEqualTo(PNG);
      assertThat(picture.headers().firstValue("Content-Type")).contains("image/png");
      assertThat(picture.headers().firstValue("Cache-Control").orElseThrow()).contains("private");
    }
    assertThat(API.cdn().downloads(link)).isEqualTo(1);

    // and not once it has ended
    customer.worker().say(done(job, account));
    await("it ends").until(() -> customer.status(job).equals("DONE"));
    assertThat(board.picture(path).statusCode()).isEqualTo(404);
  }

  @Test
  void aPictureUnderWayThatCannotBeHadIsLeftOut() {
    var customer = API.customer("STANDARD");
    var account = customer.linkReady();
    var job = customer.job("a red fox");
    var board = board(customer);
    var path = "/board/previews/" + job + "?n=1";
    assertThat(board.picture(path).statusCode()).isEqualTo(404); // it does not run

    customer.worker().say(new Sending(job, Instant.now(), account));
    var tooLarge = Arrays.copyOf(PNG, (2 << 20) + 1);
    var links =
        List.of(
            API.cdn().serve(tooLarge),
            API.cdn().serve(PNG, StandInCdn.Mishap.NOT_FOUND),
            API.cdn().serve(PNG, StandInCdn.Mishap.NO_PICTURE),
            "http://127.0.0.1:1/elsewhere.png");
    for (int i = 0; i < links.size(); i++) {
      var percent = i + 1;
      customer.worker().say(progress(job, account, percent, links.get(i)));
      await("it goes on").until(() -> customer.job(job).required("progress").asInt() == percent);
      assertThat(board.picture(path).statusCode()).as(links.get(i)).isEqualTo(404);
    }
  }

  @Test
  void whoIsNotSignedInIsAskedToBe() {
    var nobody = new PageClient(API.operator().base());
    assertThat(nobody.open("/board").path()).isEqualTo("/sign-in");
    assertThat(BoardStream.open(nobody, "/board/events").status()).isEqualTo(401);
  }

  @Test
  void whoseKeyIsRevokedIsSentAway() {
    var customer = API.customer("STANDARD");
    var board = PageClient.of(customer, TestApi.uri(second));
    try (var stream = BoardStream.open(board, events(board))) {
      var keys = "/api/v1/admin/customers/" + customer.id() + "/keys";
      var key = API.operator().get(keys).json().required("items").get(0).required("id").asString();
      API.operator().send("DELETE", keys + "/" + key, null);
      await("it is sent away").atMost(SOON).until(stream::isOver);
      assertThat(BoardStream.open(board, "/board/events").status()).isEqualTo(401);
    }
  }

  @Test
  void whoSignsOutIsToldNothingAnyMore() {
    var customer = API.customer("STANDARD");
    var board = PageClient.of(customer, TestApi.uri(second));
    try (var stream = BoardStream.open(board, events(board))) {
      board.submit("/board", "/sign-out");
      await("it is over").atMost(SOON).until(stream::isOver);
    }
  }

  @Test
  void openBoardsAreLimitedAndShownThatTheStreamLives() {
    var customer = API.customer("STANDARD");
    var board = PageClient.of(customer, TestApi.uri(second));
    var events = events(board);
    try (var one = BoardStream.open(board, events);
        var two = BoardStream.open(board, events);
        var three = BoardStream.open(board, events)) {
      await("they live")
          .atMost(SOON)
          .until(
              () ->
                  List.of(one, two, three).stream()
                      .allMatch(
                          stream ->
                              stream.events().stream()
                                  .anyMatch(event -> event.name().equals("alive"))));
      assertThat(BoardStream.open(board, events).status()).isEqualTo(429);
    }
  }

  @Test
  void theOperatorSeesWhereAnythingHappens() {
    var name = "Wolpertinger";
    var made =
        API.operator()
            .post(
                "/api/v1/admin/customers",
                "{\"name\":\"%s\",\"plan\":\"STANDARD\"}".formatted(name));
    var key = made.json().required("apiKey").asString();
    var id = made.json().required("id").asLong();
    var customer = new TestCustomer(id, new Http(API.operator().base(), key), API.worker());
    customer.linkReady();
    var operator = PageClient.ofOperator(API);
    assertThat(operator.get("/operator").body()).doesNotContain(name);

    var job = customer.job("a red fox");
    var page = operator.get("/operator");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains(name, "queue-customer-" + id, "a red fox", "1 waiting");
    assertThat(page.body())
        .contains("href=\"/operator/jobs/" + job + "\"")
        .doesNotContain("\"/jobs/" + job, "/board/queues/customer-" + id);
    assertThat(operator.getPart(page, "/operator").body()).contains(name).doesNotContain("<html");

    // and a customer does not
    assertThat(board(customer).get("/operator").status()).isEqualTo(403);
  }

  /// More than a page of them: what is shown first, and how the others are reached.
  @Test
  void theOperatorReachesEveryQueueHoweverManyThereAre() throws SQLException {
    API.sql(
        """
        insert into easel_api.customer (name, plan)
        select 'Crowd', 'STANDARD' from generate_series(1, 301);
        insert into easel_api.queue (id, customer, pool, job_limit, paused, version)
        select 'customer-' || id, id, 'customer-' || id, 2, true, 0
        from easel_api.customer where name = 'Crowd'
        """);
    try {
      var operator = PageClient.ofOperator(API);
      var first = operator.open("/operator");
      assertThat(cards(first)).hasSizeLessThanOrEqualTo(300);
      assertThat(more(first)).containsPattern("\\d+ more").doesNotContain("before these");

      // when one goes on from page to page
      var seen = new ArrayList<>(cards(first));
      var page = first;
      for (var next = next(page); !next.isEmpty(); next = next(page)) {
        page = operator.open(next);
        assertThat(cards(page)).isNotEmpty().doesNotContainAnyElementsOf(seen);
        assertThat(more(page)).contains(" before these");
        seen.addAll(cards(page));
      }

      // then each was shown, and the last says that there are no more
      assertThat(seen).containsAll(crowd());
      assertThat(more(page)).doesNotContain("more");

      // and what a script shows anew is the same page, also where the last queue before it is idle
      var last = page.page().select("#queues").attr("hx-get");
      assertThat(last).startsWith("/operator?after=");
      API.sql(
          "update easel_api.queue set paused = false where id = '%s'"
              .formatted(last.substring(last.indexOf('=') + 1)));
      assertThat(cards(operator.getPart(page, last))).isEqualTo(cards(page));
    } finally {
      API.sql(
          """
          delete from easel_api.queue where customer in (
            select id from easel_api.customer where name = 'Crowd');
          delete from easel_api.customer where name = 'Crowd'
          """);
    }
  }

  private static List<String> cards(PageClient.Answer page) {
    return page.page().select("#queues .card.queue").eachAttr("id");
  }

  private static String more(PageClient.Answer page) {
    return page.page().select("#queues-more").text();
  }

  private static String next(PageClient.Answer page) {
    return page.page().select("#queues-more a[href*=after]").attr("href");
  }

  private static List<String> crowd() throws SQLException {
    var ids =
        API.value(
            "select string_agg('queue-customer-' || id, ',') from easel_api.customer where name ="
                + " 'Crowd'");
    return List.of(ids.split(","));
  }

  private static PageClient board(TestCustomer customer) {
    return PageClient.of(customer);
  }

  /// Where a board that was just loaded hears what changes.
  private static String events(PageClient board) {
    var matcher = EVENTS.matcher(board.get("/board").body());
    assertThat(matcher.find()).as("the page says where its events are").isTrue();
    return matcher.group(1).replace("&amp;", "&");
  }

  private static Progress progress(
      JobId job, AccountId account, int percent, @Nullable String preview) {
    return new Progress(job, Instant.now(), account, percent, null, preview);
  }

  private static Ended done(JobId job, AccountId account) {
    var picture =
        new Picture(
            new DiscordMessage("1", "2", "3", 0),
            "mj-job",
            API.cdn().serve(PNG),
            "a fox",
            List.of());
    return new Ended(job, Instant.now(), account, new JobEnd.Done(picture));
  }
}
