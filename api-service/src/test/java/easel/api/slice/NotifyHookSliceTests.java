package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import easel.api.slice.Receiver.Received;
import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.message.Answer;
import easel.common.message.Button;
import easel.common.message.DiscordMessage;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.common.message.Picture;
import easel.common.message.Reply;
import easel.common.message.Reply.Ended;
import easel.common.message.Reply.Progress;
import easel.common.message.Reply.Sending;
import easel.common.message.Reply.Sent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A `notifyHook` from the change of a task to the receiver: it gets the Task itself, as gateways
/// and bots decode it, at each change and word for word as it is fetched at that moment.
class NotifyHookSliceTests {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final DiscordMessage MESSAGE = new DiscordMessage("1", "2", "3", 0);

  private final TestApi api = TestApi.shared();
  private final Receiver receiver = Receiver.thatTakesAll();
  private final TestCustomer customer = api.customer("STANDARD");
  private final AccountId account = customer.linkReady();
  private final RecordedClient client = RecordedClient.of(customer);

  @AfterEach
  void close() throws Exception {
    receiver.close();
    api.sql("delete from easel_api.webhook_delivery"); // nobody is there any more to take them
  }

  @Test
  void aTaskIsToldAtEachChangeUntilItsPicture() throws Exception {
    var secret = customer.http().send("PUT", "/api/v1/webhook", "{}").json().required("secret");
    submit("imagine", "\"prompt\":\"a red fox\"");

    say(new Sending(task(), Instant.now(), account), new Sent(task(), Instant.now(), account));
    told(
        1,
        """
        {"id":"<task>","action":"IMAGINE","status":"SUBMITTED","prompt":"a red fox","promptEn":"a red fox","description":"/imagine a red fox","state":"user-7","submitTime":"<time>","startTime":"<time>","finishTime":null,"imageUrl":null,"progress":"0%","failReason":null,"properties":{"finalPrompt":"a red fox","finalZhPrompt":"","discordInstanceId":"<account>","reason":null,"sent":true},"buttons":[]}
        """);

    say(
        new Progress(
            task(), Instant.now(), account, 31, null, "https://cdn.discordapp.com/p.webp"));
    told(
        2,
        """
        {"id":"<task>","action":"IMAGINE","status":"IN_PROGRESS","prompt":"a red fox","promptEn":"a red fox","description":"/imagine a red fox","state":"user-7","submitTime":"<time>","startTime":"<time>","finishTime":null,"imageUrl":"https://cdn.discordapp.com/p.webp","progress":"31%","failReason":null,"properties":{"finalPrompt":"a red fox","finalZhPrompt":"","discordInstanceId":"<account>","reason":null,"sent":true},"buttons":[]}
        """);

    var button = new Button("U1", "MJ::JOB::upsample::1::9d1c");
    end(
        new JobEnd.Done(
            new Picture(
                MESSAGE, "9d1c", "https://cdn.discordapp.com/x.png", "**a**", List.of(button))));
    var last =
        told(
            3,
            """
            {"id":"<task>","action":"IMAGINE","status":"SUCCESS","prompt":"a red fox","promptEn":"a red fox","description":"/imagine a red fox","state":"user-7","submitTime":"<time>","startTime":"<time>","finishTime":"<time>","imageUrl":"<picture>","progress":"100%","failReason":null,"properties":{"finalPrompt":"a red fox","finalZhPrompt":"","discordInstanceId":"<account>","reason":null,"sent":true},"buttons":[{"customId":"MJ::JOB::upsample::1::9d1c","emoji":"","label":"U1","type":2,"style":2}]}
            """);
    assertThat(last.header("Content-Type")).isEqualTo("application/json");
    new Webhook(secret.asString()).verify(last.body(), last.headers());
    assertThat(client.known("account")).isEqualTo(account.toString());
    assertThat(client.known("picture")).contains("/pictures/");
  }

  @Test
  void aFailureAndACancelSayWhy() {
    submit("imagine", "\"prompt\":\"a bad fox\"");
    end(new JobEnd.Failed(FailReason.MODERATED, "Midjourney refused the picture.", true));
    told(
        1,
        """
        {"id":"<task>","action":"IMAGINE","status":"FAILURE","prompt":"a bad fox","promptEn":"a bad fox","description":"/imagine a bad fox","state":"user-7","submitTime":"<time>","startTime":null,"finishTime":"<time>","imageUrl":null,"progress":"0%","failReason":"Midjourney refused the picture.","properties":{"finalPrompt":"a bad fox","finalZhPrompt":"","discordInstanceId":"<account>","reason":"MODERATED","sent":true},"buttons":[]}
        """);

    var other = RecordedClient.of(customer);
    other.play(submission("imagine", "\"prompt\":\"an owl\""));
    var cancelled = JobId.of(other.known("task"));
    say(new Ended(cancelled, Instant.now(), null, new JobEnd.Cancelled(false)));
    await("the cancel is told").atMost(SOON).until(() -> receiver.received().size() == 2);
    other.compare(
        "what is told of a cancel",
        receiver.received().getLast().body(),
        """
        {"id":"<task>","action":"IMAGINE","status":"CANCEL","prompt":"an owl","promptEn":"an owl","description":"/imagine an owl","state":"user-7","submitTime":"<time>","startTime":null,"finishTime":"<time>","imageUrl":null,"progress":"0%","failReason":"Cancelled.","properties":{"finalPrompt":"an owl","finalZhPrompt":"","discordInstanceId":null,"reason":null,"sent":false},"buttons":[]}
        """);
  }

  @Test
  void theWordsOfADescriptionAreTold() {
    submit("describe", "\"link\":\"https://example.org/a.png\"");
    end(
        new JobEnd.Answered(
            new Answer(MESSAGE, "1️⃣ a fox", List.of(new Button("1️⃣", "MJ::Job::PicReader::1")))));
    told(
        1,
        """
        {"id":"<task>","action":"DESCRIBE","status":"SUCCESS","prompt":"1️⃣ a fox","promptEn":"1️⃣ a fox","description":"1️⃣ a fox","state":"user-7","submitTime":"<time>","startTime":null,"finishTime":"<time>","imageUrl":"https://example.org/a.png","progress":"100%","failReason":null,"properties":{"finalPrompt":"1️⃣ a fox","finalZhPrompt":"1️⃣ a fox","discordInstanceId":"<account>","reason":null,"sent":true},"buttons":[{"customId":"MJ::Job::PicReader::1","emoji":"1️⃣","label":"","type":2,"style":2}]}
        """);
  }

  /// The first dialect tells of progress, and not that there is none yet.
  @Test
  void thatAJobWasSentIsToldInThisDialectAlone() {
    var body = "{\"url\":\"%s\",\"events\":[\"PROGRESS\",\"DONE\"]}".formatted(receiver.url());
    assertThat(customer.http().send("PUT", "/api/v1/webhook", body).status()).isEqualTo(200);
    var job = customer.job("a fox");

    say(new Sending(job, Instant.now(), account), new Sent(job, Instant.now(), account));
    await("it is sent").atMost(SOON).until(() -> customer.status(job).equals("PROCESSING"));
    say(new Progress(job, Instant.now(), account, 31, null, null));

    await("its progress is told").atMost(SOON).until(() -> !receiver.received().isEmpty());
    assertThat(receiver.received())
        .extracting(it -> it.json().required("progress").asInt())
        .containsExactly(31);
  }

  /// Only what is named with a task gets the Task.
  @Test
  void theCustomersOwnAddressGetsTheJobWhateverItWasAskedForWith() {
    var body = "{\"url\":\"%s\",\"events\":[\"PROGRESS\",\"DONE\"]}".formatted(receiver.url());
    assertThat(customer.http().send("PUT", "/api/v1/webhook", body).status()).isEqualTo(200);
    client.play(
        """
        > POST /mj/submit/imagine {"prompt":"a red fox","state":"user-7"}
        < 200 {"code":1,"description":"Submitted.","properties":{},"result":"<task>"}
        """);

    say(new Sending(task(), Instant.now(), account), new Sent(task(), Instant.now(), account));
    await("it is sent").atMost(SOON).until(() -> customer.status(task()).equals("PROCESSING"));
    say(new Progress(task(), Instant.now(), account, 31, null, null));
    await("its progress is told").atMost(SOON).until(() -> receiver.received().size() == 1);
    assertThat(receiver.received().getFirst().json().required("progress").asInt()).isEqualTo(31);

    end(
        new JobEnd.Done(
            new Picture(MESSAGE, "9d1c", "https://cdn.discordapp.com/x.png", "a", List.of())));
    await("its end is told").atMost(SOON).until(() -> receiver.received().size() == 2);
    var told = receiver.received().getLast();
    assertThat(told.status()).isEqualTo("DONE");
    assertThat(told.json().required("ref").asString()).isEqualTo("user-7");
    var shown = customer.http().get("/api/v1/midjourney/message/" + task()).body();
    assertThat(told.body()).isEqualTo(shown);
  }

  private void submit(String call, String what) {
    client.play(submission(call, what));
  }

  private String submission(String call, String what) {
    return """
    > POST /mj/submit/%s {%s,"notifyHook":"%s","state":"user-7"}
    < 200 {"code":1,"description":"Submitted.","properties":{},"result":"<task>"}
    """
        .formatted(call, what, receiver.url());
  }

  private JobId task() {
    return JobId.of(client.known("task"));
  }

  private void say(Reply... replies) {
    customer.worker().say(List.of(replies));
  }

  private void end(JobEnd end) {
    say(new Ended(task(), Instant.now(), account, end));
  }

  /// What came as the nth: the same as is fetched then.
  private Received told(int nth, String expected) {
    await("change %d is told".formatted(nth))
        .atMost(SOON)
        .until(() -> receiver.received().size() == nth);
    var told = receiver.received().getLast();
    client.compare("what is told", told.body(), expected);
    var fetched = client.send("GET", "/mj/task/" + task() + "/fetch", null).body();
    assertThat(told.body()).isEqualTo(fetched);
    return told;
  }
}
