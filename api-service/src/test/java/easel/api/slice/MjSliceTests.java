package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.api.customer.Customer;
import easel.api.job.Dialect;
import easel.api.job.Job;
import easel.api.job.JobForm;
import easel.api.job.Jobs;
import easel.api.plan.Plan;
import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.Answer;
import easel.common.message.Button;
import easel.common.message.Command;
import easel.common.message.DiscordMessage;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.common.message.LaneJob;
import easel.common.message.Picture;
import easel.common.message.Reply.Ended;
import easel.common.message.Reply.Progress;
import easel.common.message.Reply.Sending;
import easel.common.message.Reply.Sent;
import easel.common.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// The dialect `/mj`, as its clients speak it: what each of them sends and relies on was recorded
/// from its source.
class MjSliceTests {
  private static final String HASH = "9d1c0c1a-25c4-4a3f-9d39-a1f1a2d5e001";
  private static final String PREVIEW = "https://cdn.discordapp.com/p.webp";
  // Pictures as far as anybody looks: these begin as a PNG does.
  private static final String FOX = "iVBORw0KGgpmb3g=";
  private static final String OWL = "iVBORw0KGgpvd2w=";
  private static final JsonMapper JSON = new JsonMapper();
  private final TestApi api = TestApi.shared();

  @Test
  void aRequestThatIsSentAgainWithItsKeyIsTheSameTask() {
    var customer = api.customer("PRO");
    customer.linkReady();
    var http = customer.http();
    var client =
        new RecordedClient(
            http.base(), "mj-api-secret", http.key(), "Idempotency-Key", "order-of-a-fox");

    client.play(
        """
        > POST /mj/submit/imagine {"prompt":"a red fox"}
        < 200 {"code":1,"description":"Submitted.","properties":{"discordInstanceId":"<account>"},"result":"<task>"}
        """);
    var again = client.send("POST", "/mj/submit/imagine", "{\"prompt\":\"a red fox\"}").body();
    var other = client.send("POST", "/mj/submit/imagine", "{\"prompt\":\"an owl\"}").body();
    var faster =
        client.send("POST", "/mj-fast/mj/submit/imagine", "{\"prompt\":\"a red fox\"}").body();

    assertThat(again).contains("\"result\":\"" + client.known("task") + "\"");
    assertThat(List.of(other, faster))
        .allSatisfy(it -> assertThat(it).contains("\"code\":4,").contains("Idempotency-Key"));
  }

  /// new-api asks for many tasks at once and keeps what it reads; it changes `"code":22` and
  /// `"code":21` in the text of an answer, wants a text in `result`, and follows a task until it is
  /// at 100% or has a failReason.
  @Test
  void newApiFollowsATaskToItsPicture() {
    var customer = api.customer("PRO");
    var account = customer.linkReady();
    var client = RecordedClient.of(customer);

    client.play(
        """
        > POST /mj/submit/imagine {"botType":"MID_JOURNEY","prompt":"a red fox"}
        < 200 {"code":1,"description":"Submitted.","properties":{"discordInstanceId":"<account>"},"result":"<task>"}
        > POST /mj/task/list-by-condition {"ids":["<task>","1689231405853400"]}
        < 200 [{"id":"<task>","action":"IMAGINE","status":"NOT_START","prompt":"a red fox","promptEn":"a red fox","description":"/imagine a red fox","state":null,"submitTime":"<time>","startTime":null,"finishTime":null,"imageUrl":null,"progress":"0%","failReason":null,"properties":{"finalPrompt":"a red fox","finalZhPrompt":"","discordInstanceId":"<account>","reason":null,"sent":false},"buttons":[]}]
        """);
    assertThat(client.known("account")).isEqualTo(account.toString());

    progress(customer, account, client.known("task"), 31);
    client.play(
        """
        > POST /mj/task/list-by-condition {"ids":["<task>"]}
        < 200 [{"id":"<task>","action":"IMAGINE","status":"IN_PROGRESS","prompt":"a red fox","promptEn":"a red fox","description":"/imagine a red fox","state":null,"submitTime":"<time>","startTime":"<time>","finishTime":null,"imageUrl":"https://cdn.discordapp.com/p.webp","progress":"31%","failReason":null,"properties":{"finalPrompt":"a red fox","finalZhPrompt":"","discordInstanceId":"<account>","reason":null,"sent":true},"buttons":[]}]
        """);

    draw(customer, account, client.known("task"));
    client.play(
        """
        > POST /mj/task/list-by-condition {"ids":["<task>"]}
        < 200 [{"id":"<task>","action":"IMAGINE","status":"SUCCESS","prompt":"a red fox","promptEn":"a red fox","description":"/imagine a red fox","state":null,"submitTime":"<time>","startTime":"<time>","finishTime":"<time>","imageUrl":"<picture>","progress":"100%","failReason":null,"properties":{"finalPrompt":"a red fox","finalZhPrompt":"","discordInstanceId":"<account>","reason":null,"sent":true},"buttons":[{"customId":"MJ::JOB::upsample::1::9d1c0c1a-25c4-4a3f-9d39-a1f1a2d5e001","emoji":"","label":"U1","type":2,"style":2},{"customId":"MJ::JOB::variation::2::9d1c0c1a-25c4-4a3f-9d39-a1f1a2d5e001","emoji":"","label":"V2","type":2,"style":2},{"customId":"MJ::JOB::reroll::0::9d1c0c1a-25c4-4a3f-9d39-a1f1a2d5e001::SOLO","emoji":"🔄","label":"","type":2,"style":2},{"customId":"MJ::CustomZoom::9d1c0c1a-25c4-4a3f-9d39-a1f1a2d5e001","emoji":"","label":"Custom Zoom","type":2,"style":2},{"customId":"MJ::Inpaint::1::9d1c0c1a-25c4-4a3f-9d39-a1f1a2d5e001::SOLO","emoji":"","label":"Vary (Region)","type":2,"style":2}]}]
        > POST /mj/submit/change {"action":"REROLL","index":1,"taskId":"<task>"}
        < 200 {"code":1,"description":"Submitted.","properties":{"discordInstanceId":"<account>"},"result":"<again>"}
        > POST /mj/submit/action {"customId":"MJ::JOB::variation::2::9d1c0c1a-25c4-4a3f-9d39-a1f1a2d5e001","taskId":"<task>"}
        < 200 {"code":1,"description":"Submitted.","properties":{"discordInstanceId":"<account>"},"result":"<varied>"}
        > GET /mj/task/<varied>/fetch
        < 200 {"id":"<varied>","action":"VARIATION","status":"NOT_START","prompt":"a red fox","promptEn":"a red fox","description":"<up>","state":null,"submitTime":"<time>","startTime":null,"finishTime":null,"imageUrl":null,"progress":"0%","failReason":null,"properties":{"finalPrompt":"a red fox","finalZhPrompt":"","discordInstanceId":"<account>","reason":null,"sent":false},"buttons":[]}
        """);
    assertThat(client.known("up")).isEqualTo("/up " + client.known("task") + " V2");
    assertThat(client.known("picture")).contains("/pictures/");
  }

  /// new-api gives the money back for a task that has a failReason, whatever its progress.
  @Test
  void newApiLearnsWhyThereIsNoPicture() {
    var customer = api.customer("STANDARD");
    var account = customer.linkReady();
    var client = RecordedClient.of(customer);
    client.play(
        """
        > POST /mj/submit/imagine {"prompt":"a bad fox"}
        < 200 {"code":1,"description":"Submitted.","properties":{},"result":"<task>"}
        """);
    end(
        customer,
        account,
        client.known("task"),
        new JobEnd.Failed(FailReason.BANNED_PROMPT, "Midjourney refused the prompt.", true));
    client.play(
        """
        > POST /mj/task/list-by-condition {"ids":["<task>"]}
        < 200 [{"id":"<task>","action":"IMAGINE","status":"FAILURE","prompt":"a bad fox","promptEn":"a bad fox","description":"/imagine a bad fox","state":null,"submitTime":"<time>","startTime":null,"finishTime":"<time>","imageUrl":null,"progress":"0%","failReason":"Midjourney refused the prompt.","properties":{"finalPrompt":"a bad fox","finalZhPrompt":"","discordInstanceId":"<account>","reason":"BANNED_PROMPT","sent":true},"buttons":[]}]
        """);
  }

  /// new-api stops using an address that answers with code 3.
  @Test
  void codeThreeIsForNoAccountAlone() {
    RecordedClient.of(api.customer("PRO"))
        .play(
            """
            > POST /mj/submit/imagine {"prompt":"a fox"}
            < 200 {"code":3,"description":"<text>","properties":{},"result":""}
            """);
    var customer = api.customer("PRO");
    customer.linkReady();
    var client = RecordedClient.of(customer);
    client.play(
        """
        > POST /mj/submit/change {"action":"UPSCALE","index":1,"taskId":"1320098173412546"}
        < 200 {"code":4,"description":"There is no such task.","properties":{},"result":""}
        > POST /mj/submit/change {"action":"UPSCALE","index":1,"taskId":"0199c4a2-7c00-7000-8000-000000000001"}
        < 200 {"code":4,"description":"There is no such task.","properties":{},"result":""}
        > POST /mj/submit/simple-change {"content":"1320098173412546 U1"}
        < 200 {"code":4,"description":"There is no such task.","properties":{},"result":""}
        > POST /mj/submit/action {"customId":"MJ::JOB::upsample::1::x","taskId":"1320098173412546"}
        < 200 {"code":4,"description":"There is no such task.","properties":{},"result":""}
        > POST /mj/submit/modal {"taskId":"1320098173412546","prompt":"a fox"}
        < 200 {"code":4,"description":"There is no such task.","properties":{},"result":""}
        > GET /mj/task/1320098173412546/image-seed
        < 200 {"code":4,"description":"There is no such task.","properties":{},"result":""}
        > POST /mj/submit/imagine {"prompt":"a fox"}
        < 200 {"code":1,"description":"Submitted.","properties":{"discordInstanceId":"<account>"},"result":"<task>"}
        > POST /mj/submit/change {"action":"UPSCALE","index":1,"taskId":"<task>"}
        < 200 {"code":4,"description":"<text>","properties":{},"result":""}
        """);
  }

  /// What waits says so, with its place: two slots, four tasks.
  @Test
  void whatIsNotSentOnIsCode22() {
    var customer = api.customer("PRO");
    customer.linkReady();
    var client = RecordedClient.of(customer);
    client.play(
        """
        > POST /mj/submit/imagine {"prompt":"one"}
        < 200 {"code":1,"description":"Submitted.","properties":{"discordInstanceId":"<account>"},"result":"<one>"}
        > POST /mj/submit/imagine {"prompt":"two"}
        < 200 {"code":1,"description":"Submitted.","properties":{"discordInstanceId":"<account>"},"result":"<two>"}
        > POST /mj/submit/imagine {"prompt":"three"}
        < 200 {"code":22,"description":"Queued at place 1.","properties":{"discordInstanceId":"<account>","numberOfQueues":1},"result":"<three>"}
        > POST /mj/submit/imagine {"prompt":"four"}
        < 200 {"code":22,"description":"Queued at place 2.","properties":{"discordInstanceId":"<account>","numberOfQueues":2},"result":"<four>"}
        """);
    var answer = client.send("POST", "/mj/submit/imagine", "{\"prompt\":\"five\"}").body();
    assertThat(answer).contains("\"code\":22,");

    customer.http().post("/api/v1/queues/account-" + client.known("account") + "/pause", null);
    client.play(
        """
        > POST /mj/submit/imagine {"prompt":"six"}
        < 200 {"code":22,"description":"Queued at place 6.","properties":{"discordInstanceId":"<account>","numberOfQueues":6},"result":"<six>"}
        """);
  }

  /// chatgpt-web-midjourney-proxy sends empty lists and texts, goes on with `modal` for whatever
  /// `result` has, shows a button's emoji as text, and waits for SUCCESS or FAILURE.
  @Test
  void aPageThatPollsOneTaskGetsAlong() {
    var customer = api.customer("STANDARD");
    var account = customer.linkReady();
    var client = RecordedClient.of(customer);
    client.play(
        """
        > POST /mj/submit/imagine {"base64Array":[],"notifyHook":"","prompt":"a fox","state":"","botType":"MID_JOURNEY"}
        < 200 {"code":1,"description":"Submitted.","properties":{},"result":"<task>"}
        > GET /mj/task/<task>/fetch
        < 200 {"id":"<task>","action":"IMAGINE","status":"NOT_START","prompt":"a fox","promptEn":"a fox","description":"/imagine a fox","state":"","submitTime":"<time>","startTime":null,"finishTime":null,"imageUrl":null,"progress":"0%","failReason":null,"properties":{"finalPrompt":"a fox","finalZhPrompt":"","discordInstanceId":null,"reason":null,"sent":false},"buttons":[]}
        > GET /mj/task/1689231405853400/fetch
        < 200
        > POST /mj/task/list-by-condition {"ids":[1689231405853400]}
        < 200 []
        """);
    begin(customer, account, client.known("task"));
    client.play(
        """
        > GET /mj/task/<task>/fetch
        < 200 {"id":"<task>","action":"IMAGINE","status":"SUBMITTED","prompt":"a fox","promptEn":"a fox","description":"/imagine a fox","state":"","submitTime":"<time>","startTime":"<time>","finishTime":null,"imageUrl":null,"progress":"0%","failReason":null,"properties":{"finalPrompt":"a fox","finalZhPrompt":"","discordInstanceId":"<account>","reason":null,"sent":true},"buttons":[]}
        """);
    draw(customer, account, client.known("task"));
    client.play(
        """
        > POST /mj/submit/action {"customId":"MJ::CustomZoom::9d1c0c1a-25c4-4a3f-9d39-a1f1a2d5e001","taskId":"<task>"}
        < 200 {"code":4,"description":"<text>","properties":{},"result":""}
        > POST /mj/submit/modal {"taskId":"<task>","prompt":"a fox --zoom 1.8"}
        < 200 {"code":4,"description":"This task does not wait for a dialog.","properties":{},"result":""}
        > POST /mj/submit/action {"customId":"MJ::JOB::upsample::4::9d1c0c1a-25c4-4a3f-9d39-a1f1a2d5e001","taskId":"<task>"}
        < 200 {"code":4,"description":"<text>","properties":{},"result":""}
        > GET /mj/task/<task>/image-seed
        < 200 {"code":1,"description":"Success.","properties":{},"result":"2635861018"}
        > GET /mj/task/<task>/image-seed
        < 200 {"code":1,"description":"Success.","properties":{},"result":"2635861018"}
        > POST /mj/submit/action {"customId":"MJ::JOB::upsample::1::9d1c0c1a-25c4-4a3f-9d39-a1f1a2d5e001","taskId":"<task>"}
        < 200 {"code":1,"description":"Submitted.","properties":{"discordInstanceId":"<account>"},"result":"<upscaled>"}
        > POST /mj/submit/imagine {"botType":"NIJI_JOURNEY","prompt":"a fox"}
        < 200 {"code":4,"description":"The bot NIJI_JOURNEY is not offered. Add --niji to the prompt instead.","properties":{},"result":""}
        """);
  }

  @Test
  void theSeedOfAPictureIsAskedForOnceAndWhereThereIsNoneThatIsSaid() {
    var customer = api.customer("STANDARD");
    var account = customer.linkReady();
    var client = RecordedClient.of(customer);
    client.play(
        """
        > POST /mj/submit/imagine {"prompt":"a fox"}
        < 200 {"code":1,"description":"Submitted.","properties":{},"result":"<task>"}
        > GET /mj/task/<task>/image-seed
        < 200 {"code":4,"description":"This task has no picture, and so no seed.","properties":{},"result":""}
        """);
    draw(customer, account, client.known("task"));
    var before = api.worker().seedsAsked().size();
    client.play(
        """
        > GET /mj/task/<task>/image-seed
        < 200 {"code":1,"description":"Success.","properties":{},"result":"2635861018"}
        > GET /mj/task/<task>/image-seed
        < 200 {"code":1,"description":"Success.","properties":{},"result":"2635861018"}
        """);
    assertThat(api.worker().seedsAsked()).hasSize(before + 1);
    assertThat(api.worker().seedsAsked().getLast().account()).isEqualTo(account);
    assertThat(api.worker().seedsAsked().getLast().midjourneyJob()).isEqualTo(HASH);
  }

  /// A page opens a window where it reads "confirm", and sends what was entered there with `modal`
  /// for the same task, which it then polls; new-api asks for it by its id before that, too.
  @Test
  void aPageThatFillsInADialogGetsItsTask() throws SQLException {
    var customer = api.customer("PRO");
    var account = customer.linkReady();
    var lane = api.worker().take(QueueId.ofAccount(account));
    var client = RecordedClient.of(customer);
    client.play(
        """
        > POST /mj/submit/imagine {"prompt":"a fox"}
        < 200 {"code":1,"description":"Submitted.","properties":{"discordInstanceId":"<account>"},"result":"<task>"}
        """);
    draw(customer, account, client.known("task"));
    var ear = "/api/v1/discord/accounts/" + account;
    assertThat(customer.http().send("PATCH", ear, "{\"secondEar\":true}").status()).isEqualTo(200);

    // when a button asks for something
    client.play(
        """
        > POST /mj/submit/action {"customId":"MJ::CustomZoom::9d1c0c1a-25c4-4a3f-9d39-a1f1a2d5e001","taskId":"<task>","state":"order-5"}
        < 200 {"code":21,"description":"Waiting for window confirm","properties":{"finalPrompt":"a fox","remix":true},"result":"<zoom>"}
        > GET /mj/task/<zoom>/fetch
        < 200 {"id":"<zoom>","action":"ZOOM","status":"MODAL","prompt":"a fox","promptEn":"a fox","description":"<text>","state":"order-5","submitTime":"<time>","startTime":null,"finishTime":null,"imageUrl":null,"progress":"0%","failReason":null,"properties":{"finalPrompt":"a fox","finalZhPrompt":"","discordInstanceId":"<account>","reason":null,"sent":false},"buttons":[]}
        > POST /mj/task/list-by-condition {"ids":["<zoom>","x"]}
        < 200 [{"id":"<zoom>","action":"ZOOM","status":"MODAL","prompt":"a fox","promptEn":"a fox","description":"<text>","state":"order-5","submitTime":"<time>","startTime":null,"finishTime":null,"imageUrl":null,"progress":"0%","failReason":null,"properties":{"finalPrompt":"a fox","finalZhPrompt":"","discordInstanceId":"<account>","reason":null,"sent":false},"buttons":[]}]
        """);
    // then nothing is accepted yet, and it is nobody else's
    assertThat(customer.http().get("/api/v1/midjourney/message/" + client.known("zoom")).status())
        .isEqualTo(404);
    var stranger = RecordedClient.of(api.customer("PRO"));
    var others = "{\"taskId\":\"%s\",\"prompt\":\"a fox\"}".formatted(client.known("zoom"));
    assertThat(stranger.send("POST", "/mj/submit/modal", others).body())
        .contains("There is no such task.");

    // and when that is entered, twice, it is one task of that id
    client.play(
        """
        > POST /mj/submit/modal {"taskId":"<zoom>","prompt":"a fox --zoom 1.8"}
        < 200 {"code":1,"description":"Submitted.","properties":{"discordInstanceId":"<account>"},"result":"<zoom>"}
        > POST /mj/submit/modal {"taskId":"<zoom>","prompt":"a fox --zoom 1.8"}
        < 200 {"code":1,"description":"Submitted.","properties":{"discordInstanceId":"<account>"},"result":"<zoom>"}
        > POST /mj/submit/modal {"taskId":"<zoom>","prompt":"an owl"}
        < 200 {"code":4,"description":"<text>","properties":{},"result":""}
        > GET /mj/task/<zoom>/fetch
        < 200 {"id":"<zoom>","action":"ZOOM","status":"NOT_START","prompt":"a fox --zoom 1.8","promptEn":"a fox --zoom 1.8","description":"<text>","state":"order-5","submitTime":"<time>","startTime":null,"finishTime":null,"imageUrl":null,"progress":"0%","failReason":null,"properties":{"finalPrompt":"a fox --zoom 1.8","finalZhPrompt":"","discordInstanceId":"<account>","reason":null,"sent":false},"buttons":[]}
        """);
    awaitPress(lane);
    assertThat(lane.getLast().command())
        .isInstanceOfSatisfying(
            Command.Press.class, press -> assertThat(press.prompt()).isEqualTo("a fox --zoom 1.8"));
    assertThat(lane.getLast().job()).isEqualTo(JobId.of(client.known("zoom")));

    // and when its day is over, also where nobody has forgotten it yet, nothing is begun anew
    api.sql(
        """
        update easel_api.dialog set opened_at = opened_at - interval '24 hours' where id = '%1$s';
        update easel_api.idempotency_key set created_at = created_at - interval '24 hours'
        where key = 'modal-%1$s'
        """
            .formatted(client.known("zoom")));
    client.play(
        """
        > POST /mj/submit/modal {"taskId":"<zoom>","prompt":"a fox --zoom 1.8"}
        < 200 {"code":4,"description":"This task does not wait for a dialog.","properties":{},"result":""}
        """);
  }

  /// What is drawn anew comes as `maskBase64`.
  @Test
  void aPageThatMarksARegionGetsItsTask() {
    var customer = api.customer("PRO");
    var account = customer.linkReady();
    var lane = api.worker().take(QueueId.ofAccount(account));
    var client = RecordedClient.of(customer);
    client.play(
        """
        > POST /mj/submit/imagine {"prompt":"a fox"}
        < 200 {"code":1,"description":"Submitted.","properties":{"discordInstanceId":"<account>"},"result":"<task>"}
        """);
    draw(customer, account, client.known("task"));
    var ear = "/api/v1/discord/accounts/" + account;
    assertThat(customer.http().send("PATCH", ear, "{\"secondEar\":true}").status()).isEqualTo(200);
    client.play(
        """
        > POST /mj/submit/action {"customId":"MJ::Inpaint::1::9d1c0c1a-25c4-4a3f-9d39-a1f1a2d5e001::SOLO","taskId":"<task>"}
        < 200 {"code":21,"description":"Waiting for window confirm","properties":{"finalPrompt":"a fox","remix":true},"result":"<region>"}
        > POST /mj/submit/modal {"taskId":"<region>","prompt":"a hat"}
        < 200 {"code":4,"description":"<text>","properties":{},"result":""}
        > POST /mj/submit/modal {"taskId":"<region>","prompt":"a hat","maskBase64":"data:image/png;base64,iVBORw0KGgpmb3g="}
        < 200 {"code":1,"description":"Submitted.","properties":{"discordInstanceId":"<account>"},"result":"<region>"}
        """);
    awaitPress(lane);
    assertThat(lane.getLast().command())
        .isInstanceOfSatisfying(
            Command.Press.class,
            press -> {
              assertThat(press.prompt()).isEqualTo("a hat");
              assertThat(press.mask()).isNotNull();
            });
  }

  /// As midjourney-proxy, whose accounts say whether they are in remix mode.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          V3              | MJ::JOB::variation::3::h            | true  | true  | 21
          🔄              | MJ::JOB::reroll::0::h::SOLO         | true  | true  | 21
          Vary (Subtle)   | MJ::JOB::low_variation::1::h::SOLO  | true  | true  | 21
          Vary (Strong)   | MJ::JOB::high_variation::1::h::SOLO | true  | true  | 21
          ⬅️              | MJ::JOB::pan_left::1::h::SOLO       | true  | true  | 21
          Custom Zoom     | MJ::CustomZoom::h                   | true  | true  | 21
          Custom Zoom     | MJ::CustomZoom::h                   | true  | false | 21
          V3              | MJ::JOB::variation::3::h            | true  | false | 1
          ⬅️              | MJ::JOB::pan_left::1::h::SOLO       | true  | false | 1
          V3              | MJ::JOB::variation::3::h            | false | true  | 1
          🔄              | MJ::JOB::reroll::0::h::SOLO         | false | true  | 1
          Custom Zoom     | MJ::CustomZoom::h                   | false | true  | 4
          U3              | MJ::JOB::upsample::3::h             | true  | true  | 1
          Zoom Out 2x     | MJ::Outpaint::50::1::h::SOLO        | true  | true  | 1
          Imagine all     | MJ::Job::PicReader::all             | true  | true  | 4
          """)
  void aButtonAsksForThePromptThatItTakesWhereItsAccountIsInRemixMode(
      String label, String customId, boolean secondEar, boolean remix, int code) {
    var customer = api.customer("PRO");
    var account = customer.linkReady();
    say(customer, account, "{\"secondEar\":%s,\"remix\":%s}".formatted(secondEar, remix));
    var job = customer.job("a fox").toString();
    draw(customer, account, job, List.of(new Button(label, customId)));

    var action = "{\"taskId\":\"%s\",\"customId\":\"%s\"}".formatted(job, customId);
    var answer = RecordedClient.of(customer).send("POST", "/mj/submit/action", action);

    assertThat(answer.body()).startsWith("{\"code\":%d,".formatted(code));
  }

  /// What is entered there is the new prompt; where nothing is, the button keeps its own.
  @Test
  void aPageThatRemixesGetsItsTasks() {
    var customer = api.customer("PRO");
    var account = customer.linkReady();
    var lane = api.worker().take(QueueId.ofAccount(account));
    say(customer, account, "{\"secondEar\":true,\"remix\":true}");
    var client = RecordedClient.of(customer);
    client.play(
        """
        > POST /mj/submit/imagine {"prompt":"a fox"}
        < 200 {"code":1,"description":"Submitted.","properties":{"discordInstanceId":"<account>"},"result":"<task>"}
        """);
    draw(customer, account, client.known("task"));

    client.play(
        """
        > POST /mj/submit/action {"customId":"MJ::JOB::variation::2::9d1c0c1a-25c4-4a3f-9d39-a1f1a2d5e001","taskId":"<task>","state":"order-5"}
        < 200 {"code":21,"description":"Waiting for window confirm","properties":{"finalPrompt":"a fox","remix":true},"result":"<varied>"}
        > GET /mj/task/<varied>/fetch
        < 200 {"id":"<varied>","action":"VARIATION","status":"MODAL","prompt":"a fox","promptEn":"a fox","description":"<text>","state":"order-5","submitTime":"<time>","startTime":null,"finishTime":null,"imageUrl":null,"progress":"0%","failReason":null,"properties":{"finalPrompt":"a fox","finalZhPrompt":"","discordInstanceId":"<account>","reason":null,"sent":false},"buttons":[]}
        > POST /mj/submit/modal {"taskId":"<varied>","prompt":"a gold fox","maskBase64":""}
        < 200 {"code":1,"description":"Submitted.","properties":{"discordInstanceId":"<account>"},"result":"<varied>"}
        > GET /mj/task/<varied>/fetch
        < 200 {"id":"<varied>","action":"VARIATION","status":"NOT_START","prompt":"a gold fox","promptEn":"a gold fox","description":"<text>","state":"order-5","submitTime":"<time>","startTime":null,"finishTime":null,"imageUrl":null,"progress":"0%","failReason":null,"properties":{"finalPrompt":"a gold fox","finalZhPrompt":"","discordInstanceId":"<account>","reason":null,"sent":false},"buttons":[]}
        > POST /mj/submit/action {"customId":"MJ::JOB::reroll::0::9d1c0c1a-25c4-4a3f-9d39-a1f1a2d5e001::SOLO","taskId":"<task>"}
        < 200 {"code":21,"description":"Waiting for window confirm","properties":{"finalPrompt":"a fox","remix":true},"result":"<again>"}
        > POST /mj/submit/modal {"taskId":"<again>","prompt":""}
        < 200 {"code":1,"description":"Submitted.","properties":{"discordInstanceId":"<account>"},"result":"<again>"}
        > GET /mj/task/<again>/fetch
        < 200 {"id":"<again>","action":"REROLL","status":"NOT_START","prompt":"a fox","promptEn":"a fox","description":"<text>","state":null,"submitTime":"<time>","startTime":null,"finishTime":null,"imageUrl":null,"progress":"0%","failReason":null,"properties":{"finalPrompt":"a fox","finalZhPrompt":"","discordInstanceId":"<account>","reason":null,"sent":false},"buttons":[]}
        """);
    await("both presses come into the lane").until(() -> presses(lane).size() == 2);
    assertThat(presses(lane)).extracting(Command.Press::prompt).containsExactly("a gold fox", null);

    // and where nobody can be asked, nobody is
    var change =
        "{\"action\":\"VARIATION\",\"index\":2,\"taskId\":\"%s\"}".formatted(client.known("task"));
    assertThat(client.send("POST", "/mj/submit/change", change).body())
        .containsPattern("^\\{\"code\":(1|22),");
  }

  private static void say(TestCustomer customer, AccountId account, String said) {
    var path = "/api/v1/discord/accounts/" + account;
    assertThat(customer.http().send("PATCH", path, said).status()).isEqualTo(200);
  }

  private static List<Command.Press> presses(List<LaneJob> lane) {
    return lane.stream()
        .map(LaneJob::command)
        .filter(Command.Press.class::isInstance)
        .map(Command.Press.class::cast)
        .toList();
  }

  /// A page draws from pictures that its user chose, as data URLs; others send one in `base64`.
  @Test
  void aPageThatDrawsFromPicturesGetsItsGrid() throws IOException {
    var customer = api.customer("STANDARD");
    var account = customer.linkReady();
    var lane = api.worker().take(QueueId.ofCustomer(customer.id()));
    var client = RecordedClient.of(customer);
    client.play(
        """
        > POST /mj-fast/mj/submit/imagine {"base64Array":["data:image/png;base64,iVBORw0KGgpmb3g=","",null],"base64":"iVBORw0KGgpvd2w=","notifyHook":"","prompt":"a fox --iw 2","state":"","botType":"MID_JOURNEY"}
        < 200 {"code":1,"description":"Submitted.","properties":{},"result":"<task>"}
        > GET /mj/task/<task>/fetch
        < 200 {"id":"<task>","action":"IMAGINE","status":"NOT_START","prompt":"a fox --iw 2 --fast","promptEn":"a fox --iw 2 --fast","description":"/imagine a fox --iw 2 --fast","state":"","submitTime":"<time>","startTime":null,"finishTime":null,"imageUrl":null,"progress":"0%","failReason":null,"properties":{"finalPrompt":"a fox --iw 2 --fast","finalZhPrompt":"","discordInstanceId":null,"reason":null,"sent":false},"buttons":[]}
        """);
    await("it comes into the lane").until(() -> lane.size() == 1);
    assertThat(lane.getFirst().command())
        .isInstanceOfSatisfying(
            Command.Imagine.class,
            imagine -> assertThat(imagine.prompt()).isEqualTo("a fox --iw 2 --fast"));
    assertThat(kept(lane.getFirst()))
        .containsExactly(Base64.getDecoder().decode(FOX), Base64.getDecoder().decode(OWL));

    draw(customer, account, client.known("task"));
    var uploads = lane.getFirst().command().uploads();
    await("its pictures are deleted")
        .until(
            () ->
                uploads.stream()
                    .noneMatch(upload -> Files.exists(api.store().resolve(upload.key()))));
    client.play(
        """
        > POST /mj/submit/imagine {"base64Array":["iVBORw0KGgpmb3g=","bm8gcGljdHVyZQ=="],"prompt":"a fox"}
        < 200 {"code":4,"description":"base64Array[1] must be a PNG, JPEG, WebP or GIF picture.","properties":{},"result":""}
        > POST /mj/submit/imagine {"base64Array":["iVBORw0KGgpmb3g="],"prompt":"a fox --colour red"}
        < 200 {"code":4,"description":"<text>","properties":{},"result":""}
        > POST /mj/submit/imagine {"base64Array":["1","2","3","4","5","6"],"prompt":"a fox"}
        < 200 {"code":4,"description":"base64Array must have at most 5 pictures, got 6.","properties":{},"result":""}
        """);
    await("what was kept of the refused ones is deleted")
        .until(() -> api.count("easel_api.upload where job is null") == 0);
  }

  /// A page describes a picture, shows `promptEn`, and makes buttons of the emojis; another reads
  /// `properties.finalPrompt`.
  @Test
  void aPageThatDescribesAPictureGetsItsWords() throws IOException {
    var customer = api.customer("PRO");
    var account = customer.linkReady();
    var lane = api.worker().take(QueueId.ofAccount(account));
    var client = RecordedClient.of(customer);
    client.play(
        """
        > POST /mj/submit/describe {"base64":"data:image/png;base64,iVBORw0KGgpmb3g=","botType":"MID_JOURNEY","notifyHook":"","state":"user-7"}
        < 200 {"code":1,"description":"Submitted.","properties":{"discordInstanceId":"<account>"},"result":"<task>"}
        > GET /mj/task/<task>/fetch
        < 200 {"id":"<task>","action":"DESCRIBE","status":"NOT_START","prompt":"","promptEn":"","description":"/describe","state":"user-7","submitTime":"<time>","startTime":null,"finishTime":null,"imageUrl":null,"progress":"0%","failReason":null,"properties":{"finalPrompt":"","finalZhPrompt":"","discordInstanceId":"<account>","reason":null,"sent":false},"buttons":[]}
        """);
    await("it comes into the lane").until(() -> lane.size() == 1);
    assertThat(lane.getFirst().command()).isInstanceOf(Command.Describe.class);
    assertThat(kept(lane.getFirst())).containsExactly(Base64.getDecoder().decode(FOX));

    begin(customer, account, client.known("task"));
    answer(
        customer,
        account,
        client.known("task"),
        new Button("1️⃣", "MJ::Job::PicReader::1"),
        new Button("🔄", "MJ::Picread::Retry"),
        new Button("Imagine all", "MJ::Job::PicReader::all"));
    client.play(
        """
        > GET /mj/task/<task>/fetch
        < 200 {"id":"<task>","action":"DESCRIBE","status":"SUCCESS","prompt":"1️⃣ a fox\\n\\n2️⃣ a hare","promptEn":"1️⃣ a fox\\n\\n2️⃣ a hare","description":"1️⃣ a fox\\n\\n2️⃣ a hare","state":"user-7","submitTime":"<time>","startTime":"<time>","finishTime":"<time>","imageUrl":null,"progress":"100%","failReason":null,"properties":{"finalPrompt":"1️⃣ a fox\\n\\n2️⃣ a hare","finalZhPrompt":"1️⃣ a fox\\n\\n2️⃣ a hare","discordInstanceId":"<account>","reason":null,"sent":true},"buttons":[{"customId":"MJ::Job::PicReader::1","emoji":"1️⃣","label":"","type":2,"style":2},{"customId":"MJ::Picread::Retry","emoji":"🔄","label":"","type":2,"style":2}]}
        > POST /mj/submit/action {"customId":"MJ::Job::PicReader::1","taskId":"<task>"}
        < 200 {"code":4,"description":"<text>","properties":{},"result":""}
        > POST /mj/submit/action {"customId":"MJ::Job::PicReader::all","taskId":"<task>"}
        < 200 {"code":4,"description":"<text>","properties":{},"result":""}
        > POST /mj/submit/action {"customId":"MJ::Picread::Retry","taskId":"<task>"}
        < 200 {"code":1,"description":"Submitted.","properties":{"discordInstanceId":"<account>"},"result":"<again>"}
        > GET /mj/task/<again>/fetch
        < 200 {"id":"<again>","action":"DESCRIBE","status":"NOT_START","prompt":"","promptEn":"","description":"<text>","state":null,"submitTime":"<time>","startTime":null,"finishTime":null,"imageUrl":null,"progress":"0%","failReason":null,"properties":{"finalPrompt":"","finalZhPrompt":"","discordInstanceId":"<account>","reason":null,"sent":false},"buttons":[]}
        """);
  }

  /// Some clients name where the picture is, and leave the other field empty.
  @Test
  void aLinkToAPictureIsDescribedAsItIs() {
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var lane = api.worker().take(QueueId.ofCustomer(customer.id()));
    RecordedClient.of(customer)
        .play(
            """
            > POST /mj-fast/mj/submit/describe {"base64":"","link":"https://example.org/a.png"}
            < 200 {"code":1,"description":"Submitted.","properties":{},"result":"<task>"}
            > POST /mj/submit/describe {"base64":null}
            < 200 {"code":4,"description":"Either link or base64 is required.","properties":{},"result":""}
            > POST /mj/submit/describe {"base64":"Qk1ub3QgdGFrZW4="}
            < 200 {"code":4,"description":"base64 must be a PNG, JPEG, WebP or GIF picture.","properties":{},"result":""}
            > POST /mj/submit/describe {"base64":"iVBORw0KGgpmb3g=","botType":"NIJI_JOURNEY"}
            < 200 {"code":4,"description":"The bot NIJI_JOURNEY is not offered. Leave botType out, or name MID_JOURNEY.","properties":{},"result":""}
            """);
    await("it comes into the lane").until(() -> lane.size() == 1);
    assertThat(lane.getFirst().command())
        .isEqualTo(new Command.Describe("https://example.org/a.png", null));
  }

  /// A page blends pictures that its user chose, as data URLs, and shows the grid like any other.
  @Test
  void aPageThatBlendsPicturesGetsItsGrid() throws IOException {
    var customer = api.customer("STANDARD");
    var account = customer.linkReady();
    var lane = api.worker().take(QueueId.ofCustomer(customer.id()));
    var client = RecordedClient.of(customer);
    client.play(
        """
        > POST /mj/submit/blend {"base64Array":["data:image/png;base64,iVBORw0KGgpmb3g=","data:image/png;base64,iVBORw0KGgpvd2w="],"botType":"MID_JOURNEY","dimensions":"SQUARE"}
        < 200 {"code":1,"description":"Submitted.","properties":{},"result":"<task>"}
        > GET /mj/task/<task>/fetch
        < 200 {"id":"<task>","action":"BLEND","status":"NOT_START","prompt":"","promptEn":"","description":"/blend 2 pictures","state":null,"submitTime":"<time>","startTime":null,"finishTime":null,"imageUrl":null,"progress":"0%","failReason":null,"properties":{"finalPrompt":"","finalZhPrompt":"","discordInstanceId":null,"reason":null,"sent":false},"buttons":[]}
        """);
    await("it comes into the lane").until(() -> lane.size() == 1);
    var command = (Command.Blend) lane.getFirst().command();
    assertThat(command.dimensions()).isEqualTo(Command.Dimensions.SQUARE);
    assertThat(kept(lane.getFirst()))
        .containsExactly(Base64.getDecoder().decode(FOX), Base64.getDecoder().decode(OWL));

    begin(customer, account, client.known("task"));
    draw(customer, account, client.known("task"));
    client.play(
        """
        > GET /mj/task/<task>/fetch
        < 200 {"id":"<task>","action":"BLEND","status":"SUCCESS","prompt":"","promptEn":"","description":"/blend 2 pictures","state":null,"submitTime":"<time>","startTime":"<time>","finishTime":"<time>","imageUrl":"<picture>","progress":"100%","failReason":null,"properties":{"finalPrompt":"","finalZhPrompt":"","discordInstanceId":"<account>","reason":null,"sent":true},"buttons":[{"customId":"MJ::JOB::upsample::1::9d1c0c1a-25c4-4a3f-9d39-a1f1a2d5e001","emoji":"","label":"U1","type":2,"style":2},{"customId":"MJ::JOB::variation::2::9d1c0c1a-25c4-4a3f-9d39-a1f1a2d5e001","emoji":"","label":"V2","type":2,"style":2},{"customId":"MJ::JOB::reroll::0::9d1c0c1a-25c4-4a3f-9d39-a1f1a2d5e001::SOLO","emoji":"🔄","label":"","type":2,"style":2},{"customId":"MJ::CustomZoom::9d1c0c1a-25c4-4a3f-9d39-a1f1a2d5e001","emoji":"","label":"Custom Zoom","type":2,"style":2},{"customId":"MJ::Inpaint::1::9d1c0c1a-25c4-4a3f-9d39-a1f1a2d5e001::SOLO","emoji":"","label":"Vary (Region)","type":2,"style":2}]}
        > POST /mj/submit/change {"action":"UPSCALE","index":1,"taskId":"<task>"}
        < 200 {"code":1,"description":"Submitted.","properties":{"discordInstanceId":"<account>"},"result":"<upscaled>"}
        > POST /mj/submit/blend {"base64Array":["iVBORw0KGgpmb3g="],"dimensions":"SQUARE"}
        < 200 {"code":4,"description":"base64Array must have 2 to 5 pictures, got 1.","properties":{},"result":""}
        > POST /mj/submit/blend {"base64Array":["iVBORw0KGgpmb3g=","data:image/png;base64,iVBORw0KGgpmb3g="],"dimensions":"SQUARE"}
        < 200 {"code":4,"description":"base64Array[1] is the same picture as one before it: Midjourney blends different ones.","properties":{},"result":""}
        > POST /mj/submit/blend {"base64Array":["iVBORw0KGgpmb3g=",null]}
        < 200 {"code":4,"description":"base64Array[1] must be a PNG, JPEG, WebP or GIF picture.","properties":{},"result":""}
        """);
    await("what was kept of the refused ones is deleted")
        .until(() -> api.count("easel_api.upload where job is null") == 0);
  }

  /// A page shows `properties.finalZhPrompt` of a shortened prompt, others `finalPrompt` or
  /// `description`.
  @Test
  void aPageThatShortensAPromptGetsItsWords() {
    var customer = api.customer("STANDARD");
    var account = customer.linkReady();
    var client = RecordedClient.of(customer);
    client.play(
        """
        > POST /mj/submit/shorten {"prompt":"a very long fox","botType":"MID_JOURNEY"}
        < 200 {"code":1,"description":"Submitted.","properties":{},"result":"<task>"}
        > GET /mj/task/<task>/fetch
        < 200 {"id":"<task>","action":"SHORTEN","status":"NOT_START","prompt":"a very long fox","promptEn":"a very long fox","description":"/shorten a very long fox","state":null,"submitTime":"<time>","startTime":null,"finishTime":null,"imageUrl":null,"progress":"0%","failReason":null,"properties":{"finalPrompt":"a very long fox","finalZhPrompt":"","discordInstanceId":null,"reason":null,"sent":false},"buttons":[]}
        """);
    begin(customer, account, client.known("task"));
    answer(
        customer, account, client.known("task"), new Button("1️⃣", "MJ::Job::PromptAnalyzer::1"));
    client.play(
        """
        > GET /mj/task/<task>/fetch
        < 200 {"id":"<task>","action":"SHORTEN","status":"SUCCESS","prompt":"a very long fox","promptEn":"1️⃣ a fox\\n\\n2️⃣ a hare","description":"1️⃣ a fox\\n\\n2️⃣ a hare","state":null,"submitTime":"<time>","startTime":"<time>","finishTime":"<time>","imageUrl":null,"progress":"100%","failReason":null,"properties":{"finalPrompt":"1️⃣ a fox\\n\\n2️⃣ a hare","finalZhPrompt":"1️⃣ a fox\\n\\n2️⃣ a hare","discordInstanceId":"<account>","reason":null,"sent":true},"buttons":[{"customId":"MJ::Job::PromptAnalyzer::1","emoji":"1️⃣","label":"","type":2,"style":2}]}
        > POST /mj/submit/shorten {"prompt":" "}
        < 200 {"code":4,"description":"Prompt is required.","properties":{},"result":""}
        """);
  }

  @Test
  void aPictureAsLargeAsDiscordTakesIsTaken() {
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var largest = Arrays.copyOf(Base64.getDecoder().decode(FOX), 10 * 1024 * 1024);
    var body = "{\"base64\":\"" + Base64.getEncoder().encodeToString(largest) + "\"}";
    assertThat(RecordedClient.of(customer).send("POST", "/mj/submit/describe", body).body())
        .contains("\"code\":1,");
    var larger = Arrays.copyOf(largest, largest.length + 1);
    assertRefused(
        customer,
        "describe",
        "{\"base64\":\"" + Base64.getEncoder().encodeToString(larger) + "\"}");
  }

  /// Chat bots name what they want in one line, in capitals as it may be.
  @Test
  void aChatBotChangesAPictureInOneLine() {
    var customer = api.customer("PRO");
    var account = customer.linkReady();
    var lane = api.worker().take(QueueId.ofAccount(account));
    var client = RecordedClient.of(customer);
    client.play(
        """
        > POST /mj/submit/imagine {"prompt":"a fox","state":"user-7"}
        < 200 {"code":1,"description":"Submitted.","properties":{"discordInstanceId":"<account>"},"result":"<task>"}
        """);
    await("it comes into the lane").until(() -> lane.size() == 1);
    draw(customer, account, client.known("task"));
    var shouted = client.known("task").toUpperCase(Locale.ROOT);
    client.play(
        """
        > POST /mj/submit/simple-change {"content":"<task> u1","state":"user-7"}
        < 200 {"code":1,"description":"Submitted.","properties":{"discordInstanceId":"<account>"},"result":"<first>"}
        > POST /mj/submit/simple-change {"content":"%s R"}
        < 200 {"code":1,"description":"Submitted.","properties":{"discordInstanceId":"<account>"},"result":"<again>"}
        > POST /mj/submit/simple-change {"content":"<task> U2"}
        < 200 {"code":4,"description":"<text>","properties":{},"result":""}
        > POST /mj/submit/simple-change {"content":"<task>"}
        < 200 {"code":4,"description":"content must be a task's id and U1 to U4, V1 to V4 or R, such as '<id> U2'.","properties":{},"result":""}
        """
            .formatted(shouted));
    await("the presses come into the lane").until(() -> lane.size() == 3);
    assertThat(lane.stream().skip(1).map(MjSliceTests::pressed))
        .containsExactly("MJ::JOB::upsample::1::" + HASH, "MJ::JOB::reroll::0::" + HASH + "::SOLO");
  }

  /// A client that only takes notifications names its address with each task.
  @Test
  void aTaskRemembersWhereAndInWhoseWordsToTell() {
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var client = RecordedClient.of(customer);
    client.play(
        """
        > POST /mj/submit/imagine {"prompt":"a fox","notifyHook":"https://example.org/hook","state":"{\\"order\\":5}"}
        < 200 {"code":1,"description":"Submitted.","properties":{},"result":"<task>"}
        > POST /mj/submit/imagine {"prompt":"a fox","notifyHook":"example.org/hook"}
        < 200 {"code":4,"description":"<text>","properties":{},"result":""}
        """);
    var job = job(customer, client.known("task"));
    assertThat(job.dialect()).isEqualTo(Dialect.MJ);
    assertThat(job.ref()).isEqualTo("{\"order\":5}");
    var told = JSON.writeValueAsString(api.bean(JobForm.class).of(job));
    assertThat(api.bean(JobForm.class).dialect()).isEqualTo(job.dialect());
    assertThat(told)
        .isEqualTo(client.send("GET", "/mj/task/" + job.id() + "/fetch", null).body())
        .contains("\"prompt\":\"a fox\"", "\"progress\":\"0%\"");
    assertThat(customer.imagine("a fox").required("success").asBoolean()).isTrue();
    var listed = customer.http().get("/api/v1/midjourney/messages?limit=1").json();
    var other = listed.required("items").get(0).required("messageId").asString();
    assertThat(job(customer, other).dialect()).isEqualTo(Dialect.V1);
  }

  @Test
  void aPrefixIsTheModeUnlessThePromptHasOne() {
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var lane = api.worker().take(QueueId.ofCustomer(customer.id()));
    RecordedClient.of(customer)
        .play(
            """
            > POST /mj-fast/mj/submit/imagine {"prompt":"a fox"}
            < 200 {"code":1,"description":"Submitted.","properties":{},"result":"<fast>"}
            > POST /mj-relax/mj/submit/imagine {"prompt":"a fox --ar 3:2 "}
            < 200 {"code":1,"description":"Submitted.","properties":{},"result":"<relaxed>"}
            > POST /mj-turbo/mj/submit/imagine {"prompt":"a fox --Fast"}
            < 200 {"code":22,"description":"Queued at place 1.","properties":{"numberOfQueues":1},"result":"<own>"}
            > POST /mj-fast/mj/submit/imagine {"prompt":" "}
            < 200 {"code":4,"description":"Prompt is required.","properties":{},"result":""}
            > GET /mj-fast/mj/task/nothing/fetch
            < 200
            """);
    await("they come into the lane").until(() -> lane.size() == 3);
    assertThat(lane.stream().map(LaneJob::command))
        .containsExactly(
            new Command.Imagine("a fox --fast"),
            new Command.Imagine("a fox --ar 3:2 --relax"),
            new Command.Imagine("a fox --Fast"));
  }

  @Test
  void aCancelIsARequestAndShowsTheTask() {
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var client = RecordedClient.of(customer);
    client.play(
        """
        > POST /mj/submit/imagine {"prompt":"a fox"}
        < 200 {"code":1,"description":"Submitted.","properties":{},"result":"<task>"}
        > POST /mj/task/<task>/cancel
        < 200 {"id":"<task>","action":"IMAGINE","status":"NOT_START","prompt":"a fox","promptEn":"a fox","description":"/imagine a fox","state":null,"submitTime":"<time>","startTime":null,"finishTime":null,"imageUrl":null,"progress":"0%","failReason":null,"properties":{"finalPrompt":"a fox","finalZhPrompt":"","discordInstanceId":null,"reason":null,"sent":false},"buttons":[]}
        """);
    var task = JobId.of(client.known("task"));
    customer.worker().say(new Ended(task, Instant.now(), null, new JobEnd.Cancelled(false)));
    await("it has ended").until(() -> customer.status(task).equals("CANCELLED"));
    client.play(
        """
        > GET /mj/task/<task>/fetch
        < 200 {"id":"<task>","action":"IMAGINE","status":"CANCEL","prompt":"a fox","promptEn":"a fox","description":"/imagine a fox","state":null,"submitTime":"<time>","startTime":null,"finishTime":"<time>","imageUrl":null,"progress":"0%","failReason":"Cancelled.","properties":{"finalPrompt":"a fox","finalZhPrompt":"","discordInstanceId":null,"reason":null,"sent":false},"buttons":[]}
        > POST /mj/task/<task>/cancel
        < 200 {"code":4,"description":"This job has ended already: CANCELLED.","properties":{},"result":""}
        > POST /mj/task/1689231405853400/cancel
        < 200
        """);
  }

  /// A page whose window is closed again cancels the task that waits for what is entered there.
  @Test
  void aTaskIsCancelledBeforeItsDialogIsFilledIn() {
    var customer = api.customer("PRO");
    var account = customer.linkReady();
    var lane = api.worker().take(QueueId.ofAccount(account));
    var client = RecordedClient.of(customer);
    client.play(
        """
        > POST /mj/submit/imagine {"prompt":"a fox"}
        < 200 {"code":1,"description":"Submitted.","properties":{"discordInstanceId":"<account>"},"result":"<task>"}
        """);
    draw(customer, account, client.known("task"));
    var ear = "/api/v1/discord/accounts/" + account;
    assertThat(customer.http().send("PATCH", ear, "{\"secondEar\":true}").status()).isEqualTo(200);
    client.play(
        """
        > POST /mj/submit/action {"customId":"MJ::CustomZoom::9d1c0c1a-25c4-4a3f-9d39-a1f1a2d5e001","taskId":"<task>","state":"order-5"}
        < 200 {"code":21,"description":"Waiting for window confirm","properties":{"finalPrompt":"a fox","remix":true},"result":"<zoom>"}
        """);
    // which is nobody else's to cancel
    var stranger = RecordedClient.of(api.customer("PRO"));
    var path = "/mj/task/" + client.known("zoom") + "/cancel";
    assertThat(stranger.send("POST", path, null).body()).isEmpty();

    client.play(
        """
        > POST /mj/task/<zoom>/cancel
        < 200 {"id":"<zoom>","action":"ZOOM","status":"CANCEL","prompt":"a fox","promptEn":"a fox","description":"<text>","state":"order-5","submitTime":"<time>","startTime":null,"finishTime":"<time>","imageUrl":null,"progress":"0%","failReason":"Cancelled.","properties":{"finalPrompt":"a fox","finalZhPrompt":"","discordInstanceId":"<account>","reason":null,"sent":false},"buttons":[]}
        > POST /mj/task/<zoom>/cancel
        < 200 {"code":4,"description":"This job has ended already: CANCELLED.","properties":{},"result":""}
        > POST /mj/submit/modal {"taskId":"<zoom>","prompt":"a fox --zoom 1.8"}
        < 200 {"code":4,"description":"This job has ended already: CANCELLED.","properties":{},"result":""}
        > GET /mj/task/<zoom>/fetch
        < 200 {"id":"<zoom>","action":"ZOOM","status":"CANCEL","prompt":"a fox","promptEn":"a fox","description":"<text>","state":"order-5","submitTime":"<time>","startTime":null,"finishTime":"<time>","imageUrl":null,"progress":"0%","failReason":"Cancelled.","properties":{"finalPrompt":"a fox","finalZhPrompt":"","discordInstanceId":"<account>","reason":null,"sent":false},"buttons":[]}
        > POST /mj/task/list-by-condition {"ids":["<zoom>"]}
        < 200 [{"id":"<zoom>","action":"ZOOM","status":"CANCEL","prompt":"a fox","promptEn":"a fox","description":"<text>","state":"order-5","submitTime":"<time>","startTime":null,"finishTime":"<time>","imageUrl":null,"progress":"0%","failReason":"Cancelled.","properties":{"finalPrompt":"a fox","finalZhPrompt":"","discordInstanceId":"<account>","reason":null,"sent":false},"buttons":[]}]
        """);

    // then nothing was accepted, and the next press is a task of its own, which is filled in
    client.play(
        """
        > POST /mj/submit/action {"customId":"MJ::CustomZoom::9d1c0c1a-25c4-4a3f-9d39-a1f1a2d5e001","taskId":"<task>","state":"order-5"}
        < 200 {"code":21,"description":"Waiting for window confirm","properties":{"finalPrompt":"a fox","remix":true},"result":"<other>"}
        > POST /mj/submit/modal {"taskId":"<other>","prompt":"a fox --zoom 1.8"}
        < 200 {"code":1,"description":"Submitted.","properties":{"discordInstanceId":"<account>"},"result":"<other>"}
        """);
    awaitPress(lane);
    assertThat(lane.getLast().job()).isEqualTo(JobId.of(client.known("other")));
    assertThat(lane).noneMatch(job -> job.job().equals(JobId.of(client.known("zoom"))));

    // and one that was filled in is cancelled as any job
    client.play(
        """
        > POST /mj/task/<other>/cancel
        < 200 {"id":"<other>","action":"ZOOM","status":"NOT_START","prompt":"a fox --zoom 1.8","promptEn":"a fox --zoom 1.8","description":"<text>","state":"order-5","submitTime":"<time>","startTime":null,"finishTime":null,"imageUrl":null,"progress":"0%","failReason":null,"properties":{"finalPrompt":"a fox --zoom 1.8","finalZhPrompt":"","discordInstanceId":"<account>","reason":null,"sent":false},"buttons":[]}
        """);
  }

  /// A page whose window is closed at the very moment when it sends what was entered there.
  @Test
  void aTaskThatIsCancelledAndFilledInAtOnceEndsOnce() throws Exception {
    // given tasks that wait for their dialogs
    var customer = api.customer("PRO");
    var account = customer.linkReady();
    var lane = api.worker().take(QueueId.ofAccount(account));
    var grid = customer.job("a fox").toString();
    draw(customer, account, grid);
    var ear = "/api/v1/discord/accounts/" + account;
    assertThat(customer.http().send("PATCH", ear, "{\"secondEar\":true}").status()).isEqualTo(200);
    var tasks = Stream.generate(() -> openZoom(customer, grid)).limit(32).toList();

    // when each is cancelled and filled in at the very same moment
    var start = new CyclicBarrier(2 * tasks.size());
    try (var hands = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls =
          tasks.stream()
              .flatMap(
                  task ->
                      Stream.of(
                          cancel(customer, task, start),
                          fillIn(customer, task, "a fox --zoom 1.8", start)))
              .toList();
      for (var call : hands.invokeAll(calls)) {
        assertThat(call.get().status()).as(call.get().body()).isEqualTo(200);
      }
    }

    // then each is either no job and cancelled, or a job whose end was asked for
    var jobs = tasks.stream().filter(task -> isJob(task, "")).toList();
    assertThat(jobs).allMatch(task -> isJob(task, " and cancel_asked_at is not null"));
    assertThat(tasks)
        .filteredOn(task -> !jobs.contains(task))
        .allMatch(task -> status(customer, task).equals("CANCEL"));

    // and ends once, as that
    for (var job : jobs) {
      var cancelled = new JobEnd.Cancelled(false);
      customer.worker().say(new Ended(JobId.of(job), Instant.now(), null, cancelled));
      await("the end of " + job).until(() -> status(customer, job), "CANCEL"::equals);
    }
    assertThat(lane)
        .filteredOn(job -> job.command() instanceof Command.Press)
        .allMatch(job -> jobs.contains(job.job().toString()))
        .extracting(LaneJob::job)
        .doesNotHaveDuplicates();
  }

  private static String openZoom(TestCustomer customer, String task) {
    var body = "{\"taskId\":\"%s\",\"customId\":\"MJ::CustomZoom::%s\"}".formatted(task, HASH);
    var answer = customer.http().post("/mj/submit/action", body).json();
    assertThat(answer.required("code").asInt()).as(answer.toString()).isEqualTo(21);
    return answer.required("result").asString();
  }

  private static Callable<Http.Answer> cancel(
      TestCustomer customer, String task, CyclicBarrier start) {
    return () -> {
      start.await(30, TimeUnit.SECONDS);
      return customer.http().post("/mj/task/" + task + "/cancel", null);
    };
  }

  private static Callable<Http.Answer> fillIn(
      TestCustomer customer, String task, String prompt, CyclicBarrier start) {
    var body = "{\"taskId\":\"%s\",\"prompt\":\"%s\"}".formatted(task, prompt);
    return () -> {
      start.await(30, TimeUnit.SECONDS);
      return customer.http().post("/mj/submit/modal", body);
    };
  }

  private boolean isJob(String task, String more) {
    try {
      return api.count("easel_api.job where id = '%s'%s".formatted(task, more)) == 1;
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static String status(TestCustomer customer, String task) {
    var answer = customer.http().get("/mj/task/" + task + "/fetch").json();
    return answer.required("status").asString();
  }

  @Test
  void listsAreBareArrays() {
    var customer = api.customer("STANDARD");
    var account = customer.linkReady();
    var client = RecordedClient.of(customer);
    client.play(
        """
        > GET /mj/task/list
        < 200 []
        > GET /mj/task/queue
        < 200 []
        > POST /mj/task/list-by-condition {}
        < 200 []
        > POST /mj/task/list-by-condition {"ids":[null,""]}
        < 200 []
        """);
    var jobs = List.of(customer.job("one"), customer.job("two"), customer.job("three"));
    draw(customer, account, jobs.get(0).toString());
    begin(customer, account, jobs.get(1).toString());
    assertThat(ids(client, "/mj/task/list"))
        .isEqualTo(jobs.reversed().stream().map(JobId::toString).toList());
    assertThat(ids(client, "/mj/task/queue"))
        .containsExactly(jobs.get(1).toString(), jobs.get(2).toString());
  }

  @Test
  void accountsAreShownWithoutTheirTokens() {
    var customer = api.customer("PRO");
    var account = customer.linkReady();
    var client = RecordedClient.of(customer);
    client.play(
        """
        > GET /mj/account/list
        < 200 [{"id":"<account>","guildId":"10","channelId":"20","display":"studio","enable":true,"coreSize":2,"runningCount":0,"queueCount":0,"properties":{}}]
        > GET /mj/account/<account>/fetch
        < 200 {"id":"<account>","guildId":"10","channelId":"20","display":"studio","enable":true,"coreSize":2,"runningCount":0,"queueCount":0,"properties":{}}
        > GET /mj/account/nothing/fetch
        < 200
        """);
    RecordedClient.of(api.customer("PRO"))
        .play(
            """
            > GET /mj/account/list
            < 200 []
            > GET /mj/account/%s/fetch
            < 200
            """
                .formatted(account));
  }

  @Test
  void onlyAKeyLetsInAndTheAnswerToAWrongOneIsEmpty() {
    var customer = api.customer("STANDARD");
    var base = customer.http().base();
    var key = customer.http().key();
    for (var right :
        List.of(
            new RecordedClient(base, "mj-api-secret", key),
            new RecordedClient(base, "mj-api-secret", "Bearer " + key),
            new RecordedClient(base, "Authorization", "Bearer " + key),
            new RecordedClient(base, "Authorization", "Bearer " + key, "mj-api-secret", ""))) {
      right.play("> GET /mj/task/list\n< 200 []");
    }
    for (var wrong :
        List.of(
            new RecordedClient(base),
            new RecordedClient(base, "mj-api-secret", "wrong"),
            new RecordedClient(base, "mj-api-secret", TestApi.OPERATOR),
            new RecordedClient(base, "mj-api-secret", "x", "Authorization", "Bearer " + key))) {
      wrong.play(
          """
          > GET /mj/task/list
          < 401
          > POST /mj-fast/mj/submit/imagine {"prompt":"a fox"}
          < 401
          > GET /mj/whatever
          < 401
          """);
      var answer = wrong.send("GET", "/mj/task/list", null);
      assertThat(answer.headers().firstValue("Content-Type")).isEmpty();
    }
  }

  @Test
  void customersSeeOnlyTheirOwnTasks() {
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var job = customer.job("a fox");
    RecordedClient.of(api.customer("STANDARD"))
        .play(
            """
            > GET /mj/task/%1$s/fetch
            < 200
            > POST /mj/task/%1$s/cancel
            < 200
            > POST /mj/task/list-by-condition {"ids":["%1$s"]}
            < 200 []
            > POST /mj/submit/simple-change {"content":"%1$s U1"}
            < 200 {"code":4,"description":"There is no such task.","properties":{},"result":""}
            """
                .formatted(job));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          imagine | {"prompt":
          imagine | null
          imagine | []
          imagine | "a fox"
          imagine | {}
          imagine | {"prompt":{}}
          imagine | {"prompt":"a\\u0000b"}
          imagine | {"prompt":"\\ud800"}
          imagine | {"prompt":"a --repeat 3"}
          imagine | {"prompt":"{red, blue} fox"}
          imagine | {"prompt":"a","state":{}}
          imagine | {"prompt":"a","base64":"data:image/png;base64,bm8gcGljdHVyZQ=="}
          imagine | {"prompt":"a","base64Array":["iVBORw0KGgpmb3g=","%%%"]}
          imagine | {"prompt":" ","base64Array":["iVBORw0KGgpmb3g="]}
          imagine | {"prompt":"a","base64Array":["a","b","c","d","e","f"]}
          imagine | {"prompt":"a","base64Array":"x"}
          imagine | {"prompt":"a","notifyHook":"ftp://x"}
          describe | {}
          describe | {"base64":7.5}
          describe | {"base64":"%%%"}
          describe | {"base64":"iVBORw0KGgpmb3g=","link":"https://example.org/a.png"}
          describe | {"link":"/a.png"}
          describe | {"link":"https://example.org/a.png","notifyHook":"ftp://x"}
          blend | {}
          blend | {"base64Array":[]}
          blend | {"base64Array":"iVBORw0KGgpmb3g="}
          blend | {"base64Array":["iVBORw0KGgpmb3g=","iVBORw0KGgpvd2w="],"dimensions":"WIDE"}
          blend | {"base64Array":["iVBORw0KGgpmb3g=","iVBORw0KGgpvd2w="],"botType":"NIJI_JOURNEY"}
          blend | {"base64Array":["a","b","c","d","e","f"]}
          shorten | {}
          shorten | {"prompt":"a\\u0000b"}
          shorten | {"prompt":"a fox","botType":"NIJI_JOURNEY"}
          change | {}
          change | {"taskId":"x"}
          change | {"taskId":"x","action":"DESCRIBE"}
          change | {"taskId":"x","action":"UPSCALE"}
          change | {"taskId":"x","action":"UPSCALE","index":0}
          change | {"taskId":"x","action":"VARIATION","index":5}
          change | {"taskId":"x","action":"VARIATION","index":1e99}
          change | {"taskId":"x","action":"VARIATION","index":"x"}
          simple-change | {}
          simple-change | {"content":"x U9"}
          simple-change | {"content":"x U1 U2"}
          action | {}
          action | {"taskId":"x"}
          action | {"customId":"MJ::JOB::upsample::1::x"}
          action | {"taskId":"x","customId":"MJ::Inpaint::1::x::SOLO"}
          modal | {}
          modal | {"taskId":"x"}
          """)
  void badInputIsCode4(String call, String body) {
    assertRefused(api.customer("STANDARD"), call, body);
  }

  @Test
  void whatIsTooLongIsCode4() {
    var customer = api.customer("STANDARD");
    var long300k = "x".repeat(300_000);
    assertRefused(customer, "shorten", "{\"prompt\":\"" + long300k + "\"}");
    assertRefused(customer, "imagine", "{\"prompt\":\"" + "x".repeat(6_001) + "\"}");
    var state = "x".repeat(4_001);
    assertRefused(customer, "imagine", "{\"prompt\":\"a\",\"state\":\"" + state + "\"}");
  }

  @Test
  void anotherMediaTypeIsCode4() {
    var customer = api.customer("STANDARD");
    new RecordedClient(
            customer.http().base(),
            "mj-api-secret",
            customer.http().key(),
            "Content-Type",
            "text/plain")
        .play(
            """
            > POST /mj/submit/imagine {"prompt":"a fox"}
            < 200 {"code":4,"description":"The body must be JSON: Content-Type: application/json.","properties":{},"result":""}
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /mj/submit/imagine",
        "POST /mj/submit/video",
        "POST /mj/insight-face/swap",
        "POST /mj/submit/upload-discord-images",
        "POST /mj/task/list",
        "DELETE /mj/task/list",
        "GET /mj"
      })
  void whatIsNotOfferedIsSaidInTheSameForm(String call) {
    RecordedClient.of(api.customer("STANDARD"))
        .play(
            """
            > %1$s
            < 404 {"code":4,"description":"Easel does not offer %1$s.","properties":{},"result":""}
            """
                .formatted(call));
  }

  @Test
  void theDialectDescribesItselfOnce() {
    var description = api.operator().get("/v3/api-docs").json();
    var paths = description.required("paths");
    assertThat(paths.propertyNames())
        .contains(
            "/mj/submit/imagine",
            "/mj/submit/describe",
            "/mj/submit/blend",
            "/mj/submit/shorten",
            "/mj/submit/change",
            "/mj/submit/simple-change",
            "/mj/submit/action",
            "/mj/submit/modal",
            "/mj/task/{id}/fetch",
            "/mj/task/{id}/cancel",
            "/mj/task/{id}/image-seed",
            "/mj/task/list",
            "/mj/task/queue",
            "/mj/task/list-by-condition",
            "/mj/account/list",
            "/mj/account/{id}/fetch")
        .noneMatch(path -> path.startsWith("/mj-") || path.contains("*"));
    var imagine = paths.required("/mj/submit/imagine").required("post");
    assertThat(imagine.required("security").get(0).has("mj-api-secret")).isTrue();
    assertThat(imagine.toString()).doesNotContain("Customer");
  }

  private static void assertRefused(TestCustomer customer, String call, String body) {
    var answer = RecordedClient.of(customer).send("POST", "/mj/submit/" + call, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("\"code\":4,", "\"result\":\"\"", "\"properties\":{}");
    // A page goes on with modal where it reads this word.
    assertThat(answer.body()).doesNotContain("confirm");
  }

  private Job job(TestCustomer customer, String id) {
    var asked = new Customer(customer.id(), "t", Plan.STANDARD, true);
    return api.bean(Jobs.class).find(asked, id).orElseThrow();
  }

  private static List<String> ids(RecordedClient client, String path) {
    var tasks = JSON.readTree(client.send("GET", path, null).body());
    return tasks.valueStream().map(task -> task.required("id").asString()).toList();
  }

  private static String pressed(LaneJob job) {
    return job.command() instanceof Command.Press press ? press.customId() : "" + job.command();
  }

  /// What was drawn before may have ended before it came into the lane, and then never does.
  private static void awaitPress(List<LaneJob> lane) {
    await("the press")
        .until(() -> lane.stream().anyMatch(job -> job.command() instanceof Command.Press));
  }

  private static void begin(TestCustomer customer, AccountId account, String task) {
    var job = JobId.of(task);
    customer
        .worker()
        .say(
            List.of(
                new Sending(job, Instant.now(), account), new Sent(job, Instant.now(), account)));
    await("it is sent").until(() -> customer.job(job).required("sent").asBoolean(false));
  }

  private static void progress(TestCustomer customer, AccountId account, String task, int percent) {
    begin(customer, account, task);
    var job = JobId.of(task);
    customer.worker().say(new Progress(job, Instant.now(), account, percent, null, PREVIEW));
    await("it has begun").until(() -> customer.job(job).required("progress").asInt() == percent);
  }

  private static void draw(TestCustomer customer, AccountId account, String task) {
    var buttons =
        List.of(
            new Button("U1", "MJ::JOB::upsample::1::" + HASH),
            new Button("V2", "MJ::JOB::variation::2::" + HASH),
            new Button("🔄", "MJ::JOB::reroll::0::" + HASH + "::SOLO"),
            new Button("Custom Zoom", "MJ::CustomZoom::" + HASH),
            new Button("Vary (Region)", "MJ::Inpaint::1::" + HASH + "::SOLO"));
    draw(customer, account, task, buttons);
  }

  private static void draw(
      TestCustomer customer, AccountId account, String task, List<Button> buttons) {
    var message = new DiscordMessage(UUID.randomUUID().toString(), "2", "3", 0);
    var picture =
        new Picture(message, HASH, "https://cdn.discordapp.com/x.png", "**a fox**", buttons);
    end(customer, account, task, new JobEnd.Done(picture));
  }

  private static void answer(
      TestCustomer customer, AccountId account, String task, Button... buttons) {
    var message = new DiscordMessage(UUID.randomUUID().toString(), "2", "3", 0);
    end(
        customer,
        account,
        task,
        new JobEnd.Answered(new Answer(message, "1️⃣ a fox\n\n2️⃣ a hare", List.of(buttons))));
  }

  /// What the api keeps for the worker, in its order.
  private List<byte[]> kept(LaneJob job) throws IOException {
    var pictures = new ArrayList<byte[]>();
    for (var upload : job.command().uploads()) {
      try (var stored = api.bean(ObjectStore.class).find(upload.key()).orElseThrow()) {
        pictures.add(stored.content().readAllBytes());
      }
    }
    return pictures;
  }

  private static void end(TestCustomer customer, AccountId account, String task, JobEnd end) {
    var job = JobId.of(task);
    customer.worker().say(new Ended(job, Instant.now(), account, end));
    await("it has ended").until(() -> !customer.job(job).required("finishedAt").isNull());
  }
}
