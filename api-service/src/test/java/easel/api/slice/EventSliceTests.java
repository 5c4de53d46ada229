package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.api.slice.Events.Event;
import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.message.JobEnd;
import easel.common.message.Reply.Ended;
import easel.common.message.Reply.Progress;
import easel.common.message.Reply.Sending;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/// Streams of events, at two instances of the API.
class EventSliceTests {
  private static final String CUSTOMER = "/api/v1/midjourney/events";
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final TestApi API = TestApi.shared();
  private static ConfigurableApplicationContext second;

  @BeforeAll
  static void startAnother() {
    // It looks by itself so seldom that what it tells in time it has heard of.
    second =
        API.startAnother(
            "--easel.stream.poll=1h",
            "--easel.stream.heartbeat=250ms",
            "--easel.stream.per-customer=3");
  }

  @AfterAll
  static void stopIt() {
    second.close();
  }

  @Test
  void aJobIsToldFromNowToItsEnd() {
    var customer = API.customer("STANDARD");
    var account = customer.linkReady();
    var job = customer.job("a red fox");
    try (var stream = Events.open(customer.http(), ofJob(job), null)) {
      await("how it is").until(() -> stream.events().size() == 1);
      assertThat(stream.status()).isEqualTo(200);
      assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream;charset=UTF-8");
      assertThat(stream.header("Cache-Control")).isEqualTo("no-store");
      assertThat(stream.events().getFirst().status()).isEqualTo("QUEUED");

      customer.worker().say(new Sending(job, Instant.now(), account));
      await("its send").until(() -> stream.events().size() == 2);
      assertThat(stream.events().get(1).status()).isEqualTo("PROCESSING");
      // another job of the same customer is not told here
      customer.imagine("a hare");
      customer.worker().say(progress(job, account, 31));
      await("its progress").until(() -> stream.events().size() == 3);
      assertThat(stream.events().get(2).job().required("progress").asInt()).isEqualTo(31);

      customer.worker().say(cancelled(job, account));
      await("the stream ends").atMost(SOON).until(stream::isOver);
      assertThat(stream.events()).hasSize(4);
      assertThat(stream.events().getLast().job()).isEqualTo(customer.job(job));
      assertThat(stream.ids()).isSorted().doesNotHaveDuplicates();

      // whoever comes back after the end need not come again
      assertThat(status(customer.http(), ofJob(job), stream.lastId())).isEqualTo(204);
      assertThat(status(at(second, customer), ofJob(job), stream.lastId())).isEqualTo(204);
    }

    // and whoever comes later sees the end alone
    try (var late = Events.open(at(second, customer), ofJob(job), null)) {
      await("the stream ends").atMost(SOON).until(late::isOver);
      assertThat(late.events()).extracting(Event::status).containsExactly("CANCELLED");
    }
  }

  @Test
  void aRepeatedReplyIsNoChange() {
    var customer = API.customer("STANDARD");
    var account = customer.linkReady();
    var job = customer.job("a red fox");
    try (var stream = Events.open(customer.http(), ofJob(job), null)) {
      var sending = new Sending(job, Instant.now(), account);
      customer.worker().say(List.of(sending, sending));
      customer.worker().say(sending);
      customer.worker().say(cancelled(job, account));
      await("the stream ends").atMost(SOON).until(stream::isOver);
      assertThat(stream.events()).extracting(Event::job).doesNotHaveDuplicates();
      assertThat(stream.events()).hasSizeLessThanOrEqualTo(3);
    }
  }

  @Test
  void aReaderResumesAtAnotherInstanceWhereItWas() {
    // given a reader of all jobs at one instance
    var customer = API.customer("STANDARD");
    var account = customer.linkReady();
    var first = customer.job("first");
    long last;
    try (var stream = Events.open(customer.http(), CUSTOMER, null)) {
      await("it knows where it is").until(() -> stream.lastId() >= 0);
      var seen = customer.job("seen");
      await("a job is told").atMost(SOON).until(() -> stream.events().size() == 1);
      assertThat(stream.events().getFirst().messageId()).isEqualTo(seen.toString());
      last = stream.lastId();
      assertThat(last).isEqualTo(stream.ids().getLast());
    }

    // when it is away while things change
    var missed = customer.job("missed");
    customer.worker().say(new Sending(first, Instant.now(), account));
    customer.worker().say(progress(first, account, 31));
    customer.worker().say(progress(first, account, 62));
    await("they have changed").until(() -> customer.job(first).required("progress").asInt() == 62);

    // then the other instance tells each job that changed as it is now, and nothing that was seen
    try (var stream = Events.open(at(second, customer), CUSTOMER, last)) {
      await("what was missed").atMost(SOON).until(() -> stream.events().size() >= 2);
      assertThat(stream.events())
          .extracting(Event::messageId)
          .containsExactly(missed.toString(), first.toString());
      assertThat(stream.events().getLast().job().required("progress").asInt()).isEqualTo(62);
      assertThat(stream.ids()).isSorted().doesNotHaveDuplicates().allMatch(id -> id > last);

      // and goes on with what changes, whichever instance learns of it
      customer.worker().say(cancelled(first, account));
      await("its end").atMost(SOON).until(() -> stream.events().size() == 3);
      assertThat(stream.events().getLast().status()).isEqualTo("CANCELLED");
    }
  }

  @Test
  void aReaderWhoComesAndGoesIsToldEveryJobToItsEndAndNothingTwice() throws Exception {
    // given jobs that are accepted and change all the time, at both instances
    var customer = API.customer("STANDARD");
    var account = customer.linkReady();
    var http = List.of(customer.http(), at(second, customer));
    long last;
    try (var stream = Events.open(customer.http(), CUSTOMER, null)) {
      await("it knows where it is").until(() -> stream.lastId() >= 0);
      last = stream.lastId();
    }
    var jobs = new ArrayList<JobId>();
    try (var work = Executors.newVirtualThreadPerTaskExecutor()) {
      var done =
          work.submit(
              () -> {
                for (int i = 0; i < 150; i++) {
                  var answer =
                      http.get(i % 2).post("/api/v1/midjourney/imagine", "{\"prompt\":\"fox\"}");
                  var job = JobId.of(answer.json().required("messageId").asString());
                  jobs.add(job);
                  customer.worker().say(new Sending(job, Instant.now(), account));
                  customer.worker().say(progress(job, account, 50));
                  customer.worker().say(cancelled(job, account));
                }
              });

      // when a reader reads a little here, then a little there
      var told = new ArrayList<Event>();
      for (int turn = 0; turn < 40 || !done.isDone(); turn++) {
        try (var stream = Events.open(http.get(turn % 2), CUSTOMER, last)) {
          var most = 1 + turn % 5;
          await("a little")
              .pollDelay(Duration.ZERO)
              .pollInterval(Duration.ofMillis(5))
              .atMost(SOON)
              .until(() -> stream.events().size() >= most || done.isDone());
          var read = stream.events();
          told.addAll(read);
          last = read.isEmpty() ? last : read.getLast().id();
        }
      }
      done.get(1, TimeUnit.SECONDS);
      await("all have ended")
          .atMost(SOON)
          .until(() -> customer.status(jobs.getLast()).equals("CANCELLED"));
      try (var stream = Events.open(http.getLast(), CUSTOMER, last)) {
        await("the rest")
            .atMost(SOON)
            .until(
                () ->
                    jobs.stream()
                        .allMatch(
                            job ->
                                IntStream.concat(
                                            told.stream().mapToInt(event -> isEnd(event, job)),
                                            stream.events().stream()
                                                .mapToInt(event -> isEnd(event, job)))
                                        .sum()
                                    == 1));
        told.addAll(stream.events());
      }
      assertThat(told).extracting(Event::id).isSorted().doesNotHaveDuplicates();
      assertThat(told).extracting(Event::job).doesNotHaveDuplicates();
    }
  }

  @Test
  void aChangeIsToldOnlyWhenAllBeforeItAreCommitted() throws Exception {
    // given a reader, and a change that has its number but is not committed
    var customer = API.customer("STANDARD");
    customer.linkReady();
    var slow = customer.job("slow");
    try (var stream = Events.open(customer.http(), CUSTOMER, null);
        var connection = API.connect();
        var sql = connection.createStatement();
        var accepting = Executors.newVirtualThreadPerTaskExecutor()) {
      await("it knows where it is").until(() -> stream.lastId() >= 0);
      connection.setAutoCommit(false);
      sql.execute(changeTo(77, slow, customer));

      // when a job is accepted meanwhile
      var quick = accepting.submit(() -> customer.job("quick"));
      await("it waits, and nothing is told")
          .during(Duration.ofMillis(300))
          .atMost(SOON)
          .until(() -> stream.events().isEmpty() && !quick.isDone());
      connection.commit();

      // then both are told, in the order of their numbers; of the first nobody announced anything
      await("both are told").atMost(SOON).until(() -> stream.events().size() == 2);
      assertThat(stream.events())
          .extracting(Event::messageId)
          .containsExactly(slow.toString(), quick.get().toString());
      assertThat(stream.ids()).isSorted();
    }
  }

  @Test
  void aChangeThatNobodyAnnouncedIsToldAllTheSame() throws Exception {
    var customer = API.customer("STANDARD");
    customer.linkReady();
    var job = customer.job("a");
    try (var stream = Events.open(customer.http(), ofJob(job), null)) {
      await("how it is").until(() -> stream.events().size() == 1);
      API.sql(changeTo(77, job, customer));
      await("the change").atMost(SOON).until(() -> stream.events().size() == 2);
      assertThat(stream.events().getLast().job().required("progress").asInt()).isEqualTo(77);
    }
  }

  @Test
  void oneLookServesManyReaders() {
    var customer = API.customer("STANDARD");
    var account = customer.linkReady();
    var job = customer.job("a");
    var streams =
        IntStream.range(0, 90)
            .mapToObj(i -> Events.open(customer.http(), i % 2 == 0 ? ofJob(job) : CUSTOMER, null))
            .toList();
    try {
      await("all know where they are")
          .atMost(SOON)
          .until(() -> streams.stream().allMatch(stream -> stream.lastId() >= 0));
      customer.worker().say(cancelled(job, account));
      await("all are told")
          .atMost(SOON)
          .until(
              () ->
                  streams.stream()
                      .allMatch(
                          stream ->
                              stream.events().stream()
                                  .anyMatch(event -> event.status().equals("CANCELLED"))));
    } finally {
      streams.forEach(Events::close);
    }
  }

  @Test
  void readersAreLimitedAndShownThatTheStreamLives() {
    var customer = API.customer("STANDARD");
    customer.linkReady();
    var job = customer.job("a");
    var http = at(second, customer);
    var streams = new ArrayList<Events>();
    try {
      for (int i = 0; i < 3; i++) {
        streams.add(Events.open(http, CUSTOMER, null));
      }
      await("they live")
          .atMost(SOON)
          .until(() -> streams.stream().allMatch(stream -> stream.heartbeats() >= 2));
      var refused = http.get(CUSTOMER);
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.header("Retry-After")).isPresent();
      // a wish to wait is not fulfilled then
      var answer = http.send("GET", message(job), null, "Prefer", "wait=30");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Preference-Applied")).isEmpty();
    } finally {
      streams.forEach(Events::close);
    }
    // that they are gone is noticed with the next heartbeat
    await("there is room again").atMost(SOON).until(() -> status(http, CUSTOMER, null) == 200);
  }

  @Test
  void whoseKeyIsRevokedIsSentAway() {
    var customer = API.customer("STANDARD");
    try (var stream = Events.open(at(second, customer), CUSTOMER, null)) {
      await("it knows where it is").until(() -> stream.lastId() >= 0);
      var keys = "/api/v1/admin/customers/" + customer.id() + "/keys";
      var key = API.operator().get(keys).json().required("items").get(0).required("id").asString();
      API.operator().send("DELETE", keys + "/" + key, null);
      await("it is sent away").atMost(SOON).until(stream::isOver);
    }
  }

  @Test
  void readersOfAnInstanceThatStopsGoElsewhere() throws Exception {
    // given readers at an instance of its own
    var third = API.startAnother();
    var customer = API.customer("STANDARD");
    customer.linkReady();
    var job = customer.job("a");
    try (var ofJob = Events.open(at(third, customer), ofJob(job), null);
        var ofCustomer = Events.open(at(third, customer), CUSTOMER, null);
        var waiting = Executors.newVirtualThreadPerTaskExecutor()) {
      await("both are told where they are")
          .until(() -> ofJob.lastId() >= 0 && ofCustomer.lastId() >= 0);
      var asked =
          waiting.submit(
              () ->
                  at(third, customer)
                      .send("GET", message(job), null, "Prefer", "wait=60")
                      .json()
                      .required("status")
                      .asString());

      await("all wait")
          .until(
              () ->
                  third.getBean(MeterRegistry.class).get("easel.streams.open").gauge().value()
                      == 3);

      // when it stops
      third.close();

      // then all are answered, and resume at another
      await("all are answered")
          .atMost(SOON)
          .until(() -> ofJob.isOver() && ofCustomer.isOver() && asked.isDone());
      assertThat(asked.get()).isEqualTo("QUEUED");
      var next = customer.job("b");
      try (var resumed = Events.open(customer.http(), CUSTOMER, ofCustomer.lastId())) {
        await("it goes on").atMost(SOON).until(() -> resumed.events().size() == 1);
        assertThat(resumed.events().getFirst().messageId()).isEqualTo(next.toString());
      }
    }
  }

  @Test
  void onlyOnesOwnJobsAreTold() {
    var customer = API.customer("STANDARD");
    customer.linkReady();
    var job = customer.job("a");
    var other = API.customer("STANDARD");
    assertThat(other.http().get(ofJob(job)).status()).isEqualTo(404);
    assertThat(other.http().get("/api/v1/midjourney/message/x/events").status()).isEqualTo(404);
    assertThat(new Http(other.http().base(), "x").get(CUSTOMER).status()).isEqualTo(401);
    assertThat(API.operator().get(CUSTOMER).status()).isEqualTo(401);
    try (var stream = Events.open(other.http(), CUSTOMER, 0L)) {
      await("it knows where it is").until(() -> stream.lastId() >= 0);
      customer.job("b");
      await("nothing is told")
          .during(Duration.ofMillis(300))
          .atMost(SOON)
          .until(() -> stream.events().isEmpty());
    }
  }

  @Test
  void anIdThatIsNoneIsAnsweredWithTheFact() {
    var customer = API.customer("STANDARD");
    var refused = customer.http().send("GET", CUSTOMER, null, "Last-Event-ID", "x");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.code()).isEqualTo("invalid-last-event-id");

    // one that was never given says nothing, as after PostgreSQL was set back
    customer.linkReady();
    try (var stream = Events.open(customer.http(), CUSTOMER, 1_000_000L)) {
      await("it knows where it is").until(() -> stream.lastId() == 0);
      var job = customer.job("a");
      await("a job is told").atMost(SOON).until(() -> stream.events().size() == 1);
      assertThat(stream.events().getFirst().messageId()).isEqualTo(job.toString());
    }
  }

  @Test
  void whoPrefersToWaitIsAnsweredAtTheEnd() throws Exception {
    var customer = API.customer("STANDARD");
    var account = customer.linkReady();
    var job = customer.job("a");
    try (var waiting = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var http : List.of(customer.http(), at(second, customer))) {
        var brief = http.send("GET", message(job), null, "Prefer", "wait=1");
        assertThat(brief.json().required("status").asString()).isEqualTo("QUEUED");
        assertThat(brief.header("Preference-Applied")).contains("wait=1");
      }
      var asked =
          List.of(customer.http(), at(second, customer)).stream()
              .map(
                  http ->
                      waiting.submit(
                          () -> http.send("GET", message(job), null, "Prefer", "wait=60")))
              .toList();
      customer.worker().say(new Sending(job, Instant.now(), account));
      await("a change is no end")
          .during(Duration.ofMillis(300))
          .atMost(SOON)
          .until(() -> asked.stream().noneMatch(answer -> answer.isDone()));
      customer.worker().say(cancelled(job, account));
      for (var answer : asked) {
        var ended = answer.get(10, TimeUnit.SECONDS);
        assertThat(ended.json().required("status").asString()).isEqualTo("CANCELLED");
        assertThat(ended.header("Preference-Applied")).contains("wait=60");
      }
    }
    // an ended one is answered at once
    var ended = customer.http().send("GET", message(job), null, "Prefer", "wait=60");
    assertThat(ended.header("Preference-Applied")).contains("wait=60");
    assertThat(customer.http().get(message(job)).header("Preference-Applied")).isEmpty();
  }

  private static int isEnd(Event event, JobId job) {
    return event.messageId().equals(job.toString()) && event.status().equals("CANCELLED") ? 1 : 0;
  }

  private static int status(Http http, String path, @Nullable Long after) {
    try (var events = Events.open(http, path, after)) {
      return events.status();
    }
  }

  private static Http at(ConfigurableApplicationContext instance, TestCustomer customer) {
    URI base = TestApi.uri(instance);
    return new Http(base, customer.http().key());
  }

  private static String message(JobId job) {
    return "/api/v1/midjourney/message/" + job;
  }

  private static String ofJob(JobId job) {
    return message(job) + "/events";
  }

  private static Progress progress(JobId job, AccountId account, int percent) {
    return new Progress(job, Instant.now(), account, percent, null, null);
  }

  private static Ended cancelled(JobId job, AccountId account) {
    return new Ended(job, Instant.now(), account, new JobEnd.Cancelled(true));
  }

  // As an instance does it, but for the announcement.
  private static String changeTo(int progress, JobId job, TestCustomer customer) {
    return """
        with numbered as (
          update easel_api.change_counter set last_change = last_change + 1
          where customer = %2$d returning last_change),
        changed as (
          update easel_api.job set progress = %1$d, change = (select last_change from numbered)
          where id = '%3$s' returning id, customer, change)
        insert into easel_api.trace (job, at, step, customer, change)
        select id, now(), 'progress', customer, change from changed
        """
        .formatted(progress, customer.id(), job);
  }
}
