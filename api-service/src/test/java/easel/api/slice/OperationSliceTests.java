package easel.api.slice;

import static easel.api.slice.TestPicture.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import easel.common.message.Reply.Sending;
import easel.common.message.Upload;
import easel.common.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Describe, blend, shorten and prompts with pictures, from the request to the lane and from the
/// end to the customer.
class OperationSliceTests {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String FIRST_LINE = "a fox";
  private static final String LINES = "1️⃣ a fox\n\n2️⃣ a hare\n\n3️⃣ an owl\n\n4️⃣ a crow";

  private final TestApi api = TestApi.shared();
  private final TestCustomer customer = api.customer("STANDARD");
  private AccountId account = new AccountId(1);
  private List<LaneJob> lane = List.of();

  @BeforeEach
  void link() {
    account = customer.linkReady();
    lane = api.worker().take(QueueId.ofCustomer(customer.id()));
  }

  @Test
  void aDescribeOfALinkGoesOnAsItIs() {
    var answer = post("describe", "{\"url\":\" https://example.org/a.png?x=1 \",\"ref\":\"r\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().required("queue").asString()).isEqualTo("customer-" + customer.id());
    assertThat(next()).isEqualTo(new Command.Describe("https://example.org/a.png?x=1", null));
    assertThat(customer.job(id(answer)).required("ref").asString()).isEqualTo("r");
  }

  @ParameterizedTest
  @CsvSource({
    "png, '', image/png",
    "png, 'data:image/png;base64,', image/png",
    "jpg, 'data:image/png;base64,', image/jpeg",
    "webp, '', image/webp",
    "gif, 'data:application/octet-stream;base64,', image/gif"
  })
  void aDescribedPictureIsKeptByWhatItIsAndNamedByItsKey(
      String extension, String prefix, String type) throws IOException {
    var picture = picture(extension, 40_000);

    var answer = post("describe", "{\"base64\":\"" + prefix + base64(picture) + "\"}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    var upload = next().uploads().getFirst();
    assertThat(upload.key()).matches("uploads/[0-9a-f]{32}\\." + extension);
    assertThat(kept(upload)).isEqualTo(picture);
    try (var stored = store().find(upload.key()).orElseThrow()) {
      assertThat(stored.type()).isEqualTo(type);
    }
  }

  @Test
  void base64MayBeBrokenIntoLines() {
    var picture = picture("png", 3_000);
    var lines = Base64.getMimeEncoder().encodeToString(picture).replace("\r\n", "\\r\\n");

    assertThat(post("describe", "{\"base64\":\"" + lines + "\"}").status()).isEqualTo(200);
    assertThat(kept(next().uploads().getFirst())).isEqualTo(picture);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                       | invalid-fields
          {"url":"","base64":" "}                                  | invalid-fields
          {"url":"https://a.org/b.png","base64":"iVBORw0KGgo="}    | invalid-fields
          {"url":"/a.png"}                                         | invalid-link
          {"url":"ftp://example.org/a.png"}                        | invalid-link
          {"url":"file:///etc/passwd"}                             | invalid-link
          {"url":"https://"}                                       | invalid-link
          {"base64":"%%%"}                                         | invalid-base64
          {"base64":"bm8gcGljdHVyZQ=="}                            | invalid-base64
          {"base64":"data:image/png;base64,"}                      | invalid-base64
          {"base64":"Qk1ub3QgdGFrZW4="}                            | invalid-base64
          {"url":7.5,"base64":[]}                                  | invalid-value
          """)
  void aDescribeThatIsNotSoundSaysWhy(String body, String code) {
    var answer = post("describe", body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.json().required("errors").size()).isPositive();
  }

  @Test
  void aPictureAsLargeAsDiscordTakesIsTakenAndALargerOneIsNot() {
    var largest = picture("png", 10 * 1024 * 1024);
    assertThat(post("describe", "{\"base64\":\"" + base64(largest) + "\"}").status())
        .isEqualTo(200);
    assertThat(kept(next().uploads().getFirst())).isEqualTo(largest);

    var larger = picture("png", 10 * 1024 * 1024 + 1);
    var refused = post("describe", "{\"base64\":\"" + base64(larger) + "\"}");
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.code()).isEqualTo("picture-too-large");
    assertThat(fields(refused)).containsExactly("base64");
    assertThat(refused.body()).contains("must not exceed 10485760 bytes, got 10485761.");

    var tooLarge = post("describe", "{\"base64\":\"" + "A".repeat(15 * 1024 * 1024) + "\"}");
    assertThat(tooLarge.status()).isEqualTo(413);
    assertThat(tooLarge.code()).isEqualTo("body-too-large");
  }

  @Test
  void otherCallsTakeNoLargeBodies() {
    var answer = post("shorten", "{\"prompt\":\"" + "a".repeat(300 * 1024) + "\"}");

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.code()).isEqualTo("body-too-large");
  }

  @Test
  void manyLargePicturesAtOnceAllComeThrough() throws Exception {
    var body = "{\"base64\":\"" + base64(picture("png", 4 * 1024 * 1024)) + "\"}";

    try (var executor = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          Stream.generate(() -> executor.submit(() -> post("describe", body))).limit(6).toList();
      for (var answer : answers) {
        assertThat(answer.get().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void theSameKeyIsTheSameJobAndItsPictureIsKeptOnce() {
    var body = "{\"base64\":\"" + base64(picture("png", 1_000)) + "\"}";
    var first = post("describe", body, "Idempotency-Key", "d-1");
    var again = post("describe", body, "Idempotency-Key", "d-1");
    var other =
        post(
            "describe",
            "{\"base64\":\"" + base64(picture("png", 1_000)) + "\"}",
            "Idempotency-Key",
            "d-1");

    assertThat(id(again)).isEqualTo(id(first));
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.code()).isEqualTo("idempotency-key-reused");
    await("the one job").atMost(SOON).until(() -> lane.size() == 1);
  }

  @Test
  void aBlendsPicturesAreFetchedAndKeptInTheirOrder() {
    var pictures = Stream.of("png", "jpg", "webp").map(type -> picture(type, 20_000)).toList();
    var urls = pictures.stream().map(this::offered).toList();

    var answer = post("blend", blend(urls, "\"dimensions\":\"LANDSCAPE\""));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    var command = (Command.Blend) next();
    assertThat(command.dimensions()).isEqualTo(Command.Dimensions.LANDSCAPE);
    assertThat(command.pictures().stream().map(this::kept)).containsExactlyElementsOf(pictures);
  }

  @Test
  void aRepeatedBlendFetchesNothing() {
    var urls = Stream.of("png", "png").map(type -> offered(picture(type, 800))).toList();
    var first = post("blend", blend(urls, "\"ref\":\"a\""), "Idempotency-Key", "b-1");
    assertThat(first.status()).isEqualTo(200);

    // when the first answer was lost, and the pictures are not to be had any more
    urls.forEach(api.source()::withdraw);
    int before = api.source().fetches();
    var again = post("blend", blend(urls, "\"ref\":\"a\""), "Idempotency-Key", "b-1");

    assertThat(id(again)).isEqualTo(id(first));
    assertThat(api.source().fetches()).isEqualTo(before);
  }

  @Test
  void aBlendOfWhatIsNotToBeHadIsRefused() {
    var there = offered(picture("png", 500));
    var text = offered("no picture".getBytes(StandardCharsets.UTF_8));
    var same = picture("png", 600);

    var gone = post("blend", blend(List.of(there, "https://pictures.test/gone.png"), ""));
    assertThat(gone.status()).isEqualTo(400);
    assertThat(gone.code()).isEqualTo("invalid-link");
    assertThat(gone.body()).contains("urls[1]", "answered 404");
    assertThat(post("blend", blend(List.of(there, text), "")).code()).isEqualTo("invalid-link");
    assertThat(post("blend", blend(List.of(offered(same), offered(same)), "")).code())
        .isEqualTo("duplicate-pictures");
    assertThat(post("blend", blend(List.of(there, there), "")).code())
        .isEqualTo("duplicate-pictures");

    // then nothing was accepted, and what had been kept of them goes
    assertThat(customer.http().get("/api/v1/midjourney/messages").json().required("items"))
        .isEmpty();
    await("their pictures are deleted")
        .atMost(SOON)
        .until(() -> api.count("easel_api.upload where job is null") == 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"urls\":[]}",
        "{\"urls\":[\"https://a.org/1\"]}",
        "{\"urls\":[\"https://a.org/1\",\"https://a.org/2\",\"https://a.org/3\",\"https://a.org/4\",\"https://a.org/5\",\"https://a.org/6\"]}",
        "{\"urls\":[\"https://a.org/1\",null]}",
        "{\"urls\":[\"https://a.org/1\",\"gopher://a.org/2\"]}",
        "{\"urls\":[\"https://a.org/1\",\"https://a.org/2\"],\"dimensions\":\"WIDE\"}",
        "{\"urls\":\"https://a.org/1\"}"
      })
  void aBlendThatIsNotSoundIsRefusedBeforeAnythingIsFetched(String body) {
    int before = api.source().fetches();

    assertThat(post("blend", body).status()).isEqualTo(400);
    assertThat(api.source().fetches()).isEqualTo(before);
  }

  @Test
  void aPromptsPicturesGoOnInTheirOrderToTheAccountThatIsNamed() {
    var other = customer.linkReady();
    var pictures = Stream.of("png", "jpg", "webp").map(type -> picture(type, 20_000)).toList();
    var prompt = "https://example.org/a.png a fox --iw 2";

    var answer =
        post("imagine", drawn(prompt, pictures, "\"ref\":\"r\",\"account\":%s".formatted(other)));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    var command = (Command.Imagine) next();
    assertThat(command.prompt()).isEqualTo(prompt);
    assertThat(command.pictures().stream().map(this::kept)).containsExactlyElementsOf(pictures);
    assertThat(lane.getFirst().pinned()).isEqualTo(other);
    var view = customer.job(id(answer));
    assertThat(view.required("prompt").asString()).isEqualTo(prompt);
    assertThat(view.required("ref").asString()).isEqualTo("r");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"base64Array\":null", ",\"base64Array\":[]"})
  void aPromptNeedsNoPictures(String more) {
    assertThat(post("imagine", "{\"prompt\":\"a fox\"" + more + "}").status()).isEqualTo(200);
    assertThat(next()).isEqualTo(new Command.Imagine("a fox"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"prompt":"a","base64Array":["%%%"]}                                | invalid-base64       | base64Array[0]
          {"prompt":"a","base64Array":["iVBORw0KGgo=","bm8gcGljdHVyZQ=="]}    | invalid-base64       | base64Array[1]
          {"prompt":"a","base64Array":["iVBORw0KGgo=",""]}                    | invalid-base64       | base64Array[1]
          {"prompt":"a","base64Array":[null]}                                 | invalid-base64       | base64Array[0]
          {"prompt":"a","base64Array":["1","2","3","4","5","6"]}              | invalid-base64-array | base64Array
          {"prompt":"a","base64Array":"iVBORw0KGgo="}                         | invalid-value        | base64Array
          {"prompt":" ","base64Array":["iVBORw0KGgo="]}                       | prompt-required      | prompt
          {"prompt":"a --repeat 2","base64Array":["iVBORw0KGgo="]}            | invalid-parameter    | prompt
          """)
  void aPromptWithPicturesThatIsNotSoundSaysWhere(String body, String code, String field) {
    var answer = post("imagine", body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(fields(answer)).containsExactly(field);
    assertThat(customer.http().get("/api/v1/midjourney/messages").json().required("items"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"imagine", "shorten"})
  void allThatIsWrongIsNamedAtOnce(String operation) {
    var answer = post(operation, "{\"prompt\":\" \",\"ref\":\"%s\"}".formatted("r".repeat(1_001)));

    assertThat(answer.code()).isEqualTo("invalid-fields");
    assertThat(fields(answer)).containsExactlyInAnyOrder("prompt", "ref");
  }

  @Test
  void eachPictureTakesItsAddressOfThePromptsLength() {
    var pictures = List.of(picture("png", 100), picture("png", 101));

    assertThat(post("imagine", drawn("a".repeat(5_400), pictures, "")).status()).isEqualTo(200);
    var refused = post("imagine", drawn("a".repeat(5_401), pictures, ""));
    assertThat(refused.code()).isEqualTo("prompt-too-long");
    assertThat(refused.body()).contains("must not exceed 5400 characters, got 5401.");
  }

  @Test
  void aPromptsPictureAsLargeAsDiscordTakesIsTakenAndALargerOneIsNot() {
    var largest = picture("png", 10 * 1024 * 1024);
    assertThat(post("imagine", drawn("a fox", List.of(largest), "")).status()).isEqualTo(200);
    assertThat(kept(next().uploads().getFirst())).isEqualTo(largest);

    var larger = picture("png", 10 * 1024 * 1024 + 1);
    var refused = post("imagine", drawn("a fox", List.of(larger), ""));
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.code()).isEqualTo("picture-too-large");
    assertThat(fields(refused)).containsExactly("base64Array[0]");

    var half = picture("png", 6 * 1024 * 1024);
    var tooLarge = post("imagine", drawn("a fox", List.of(half, half), ""));
    assertThat(tooLarge.status()).isEqualTo(413);
    assertThat(tooLarge.code()).isEqualTo("body-too-large");
  }

  @Test
  void aRepeatedPromptKeepsItsPicturesOnceAndOtherPicturesAreAnotherRequest() throws Exception {
    var fox = picture("png", 1_000);
    var owl = picture("png", 1_000);
    var body = drawn("both", List.of(fox, owl), "");
    var first = post("imagine", body, "Idempotency-Key", "i-1");
    assertThat(first.status()).as(first.body()).isEqualTo(200);

    assertThat(id(post("imagine", body, "Idempotency-Key", "i-1"))).isEqualTo(id(first));
    for (var other : List.of(List.of(owl, fox), List.of(fox), List.<byte[]>of())) {
      var reused = post("imagine", drawn("both", other, ""), "Idempotency-Key", "i-1");
      assertThat(reused.status()).isEqualTo(409);
      assertThat(reused.code()).isEqualTo("idempotency-key-reused");
    }
    await("the one job").atMost(SOON).until(() -> lane.size() == 1);
    assertThat(api.count("easel_api.upload where job = '%s'".formatted(id(first)))).isEqualTo(2);
    await("and nothing else is kept")
        .atMost(SOON)
        .until(() -> api.count("easel_api.upload where job is null") == 0);
  }

  @Test
  void aBlendTakesItsPicturesInTheRequestToo() {
    var pictures = Stream.of("png", "gif").map(type -> picture(type, 20_000)).toList();

    var answer = post("blend", "{%s,\"dimensions\":\"SQUARE\"}".formatted(base64Array(pictures)));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    var command = (Command.Blend) next();
    assertThat(command.dimensions()).isEqualTo(Command.Dimensions.SQUARE);
    assertThat(command.pictures().stream().map(this::kept)).containsExactlyElementsOf(pictures);
    var same = List.of(pictures.getFirst(), pictures.getFirst());
    var refused = post("blend", "{%s}".formatted(base64Array(same)));
    assertThat(refused.code()).isEqualTo("duplicate-pictures");
    assertThat(fields(refused)).containsExactly("base64Array[1]");
  }

  @Test
  void aBlendsPicturesAreInOneOfTheTwoFields() {
    var two = base64Array(List.of(picture("png", 100), picture("png", 101)));
    int before = api.source().fetches();

    var both = post("blend", blend(List.of("https://a.org/1", "https://a.org/2"), two));
    assertThat(both.status()).isEqualTo(400);
    assertThat(fields(both)).containsExactly("urls", "base64Array");
    assertThat(both.body()).contains("Give either urls or base64Array, not both.");
    assertThat(api.source().fetches()).isEqualTo(before);
    var neither = post("blend", "{\"urls\":[],\"base64Array\":[]}");
    assertThat(fields(neither)).containsExactly("urls", "base64Array");
    var one = post("blend", "{%s}".formatted(base64Array(List.of(picture("png", 100)))));
    assertThat(fields(one)).containsExactly("base64Array");
    assertThat(one.body()).contains("must have 2 to 5 pictures, got 1.");
  }

  @Test
  void aShortenedPromptMayHoldWhatNoImagineMay() {
    var prompt = "a {red, blue} fox --repeat 3";
    var answer = post("shorten", "{\"prompt\":\"  " + prompt + " \"}");

    assertThat(next()).isEqualTo(new Command.Shorten(prompt));
    assertThat(customer.job(id(answer)).required("prompt").asString()).isEqualTo(prompt);
    assertThat(post("shorten", "{\"prompt\":\" \"}").code()).isEqualTo("prompt-required");
    assertThat(post("shorten", "{\"prompt\":\"" + "a".repeat(6_001) + "\"}").code())
        .isEqualTo("prompt-too-long");
  }

  @Test
  void aPromptWithAddressesOfPicturesGoesOnAsItIs() {
    var prompt = "https://example.org/a.png <https://s.mj.run/b> a fox --iw 2";
    customer.imagine(prompt);

    assertThat(next()).isEqualTo(new Command.Imagine(prompt));
  }

  @Test
  void withoutAnAccountNothingIsKept() {
    var without = api.customer("STANDARD");
    var body = "{\"base64\":\"" + base64(picture("png", 777)) + "\"}";

    var answer = without.http().post("/api/v1/midjourney/describe", body);

    assertThat(answer.code()).isEqualTo("no-account");
    await("its picture is deleted")
        .atMost(SOON)
        .until(() -> api.count("easel_api.upload where job is null") == 0);
  }

  @Test
  void whileTheStoreIsAwayNothingIsAccepted() {
    api.storeGate().setAway(true);
    try {
      var answer = post("describe", "{\"base64\":\"" + base64(picture("png", 1_000)) + "\"}");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isPresent();
    } finally {
      api.storeGate().setAway(false);
    }
    assertThat(customer.http().get("/api/v1/midjourney/messages").json().required("items"))
        .isEmpty();
  }

  @Test
  void aPictureIsKeptUntilItsJobHasEnded() {
    var answer = post("describe", "{\"base64\":\"" + base64(picture("png", 900)) + "\"}");
    var upload = next().uploads().getFirst();
    customer.worker().say(new Sending(id(answer), Instant.now(), account));
    await("it runs").until(() -> customer.status(id(answer)).equals("PROCESSING"));
    await("it is kept for some rounds of cleaning")
        .during(Duration.ofMillis(900))
        .atMost(SOON)
        .until(() -> isKept(upload));

    customer.worker().say(new Ended(id(answer), Instant.now(), account, described("🔄")));

    await("it is deleted").atMost(SOON).until(() -> !isKept(upload));
  }

  @Test
  void theTextsOfADescriptionAreItsContentAndItsButtonsCanBePressed() {
    var job = id(post("describe", "{\"url\":\"https://example.org/a.png\"}"));
    assertThat(next()).isInstanceOf(Command.Describe.class);
    customer
        .worker()
        .say(new Ended(job, Instant.now(), account, described("1️⃣", "🔄", "Imagine all")));
    await("it is done").until(() -> customer.status(job).equals("DONE"));

    var view = customer.job(job);
    assertThat(view.required("content").asString()).isEqualTo(LINES);
    assertThat(view.required("progress").asInt()).isEqualTo(100);
    assertThat(view.required("sent").asBoolean()).isTrue();
    assertThat(view.required("uri").isNull()).isTrue();
    assertThat(view.required("originalUrl").isNull()).isTrue();
    assertThat(view.required("buttons").valueStream().map(button -> button.asString()))
        .containsExactly("1️⃣", "🔄");

    // then the one that starts at once goes to the account that holds the message
    var pressed = press(job, "🔄", null);
    assertThat(pressed.status()).isEqualTo(200);
    await("the press").atMost(SOON).until(() -> lane.size() == 2);
    assertThat(lane.get(1).pinned()).isEqualTo(account);
    assertThat(lane.get(1).command())
        .isInstanceOfSatisfying(
            Command.Press.class,
            press -> assertThat(press.customId()).isEqualTo("MJ::Picread::Retry"));
    // and those that do not are refused before they are queued
    assertThat(press(job, "1️⃣", null).code()).isEqualTo("dialog-needed");
    assertThat(press(job, "Imagine all", null).code()).isEqualTo("several-jobs");
    assertThat(lane).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          U1            | MJ::JOB::upsample::1::h             |           | 200 |
          V1            | MJ::JOB::variation::1::h            |           | 200 |
          Make Square   | MJ::Outpaint::100::1::h::SOLO       |           | 200 |
          Favorite      | MJ::BOOKMARK::h                     |           | 200 |
          Custom Zoom   | MJ::CustomZoom::h                   |           | 409 | dialog-needed
          Custom Zoom   | MJ::CustomZoom::h                   | a fox     | 409 | dialog-needed
          Vary (Region) | MJ::Inpaint::1::h::SOLO             |           | 409 | dialog-needed
          V1            | MJ::JOB::variation::1::h            | a fox     | 409 | dialog-needed
          ⬅️            | MJ::JOB::pan_left::1::h::SOLO       | a fox     | 409 | dialog-needed
          U1            | MJ::JOB::upsample::1::h             | a fox     | 409 | button-takes-no-prompt
          Zoom Out 2x   | MJ::Outpaint::50::1::h::SOLO        | a fox     | 409 | button-takes-no-prompt
          """)
  void aButtonThatNeedsADialogIsRefusedBeforeItIsQueued(
      String label, String customId, @Nullable String prompt, int status, @Nullable String code) {
    var job = customer.job("a fox");
    var picture =
        new Picture(
            new DiscordMessage("1", "2", "3", 0),
            "mj",
            "https://cdn.discordapp.com/x.png",
            "t",
            List.of(new Button(label, customId)));
    customer.worker().say(new Ended(job, Instant.now(), account, new JobEnd.Done(picture)));
    await("it is done").until(() -> customer.status(job).equals("DONE"));
    assertThat(customer.job(job).required("content").isNull()).isTrue();

    var answer = press(job, label, prompt);

    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    if (code != null) {
      assertThat(answer.code()).isEqualTo(code);
      assertThat(answer.body()).contains(label);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Custom Zoom   | MJ::CustomZoom::h                   | a fox     | 200 |
          1️⃣           | MJ::Job::PicReader::1               |           | 200 |
          V1            | MJ::JOB::variation::1::h            | a fox     | 200 |
          Vary (Region) | MJ::Inpaint::1::h::SOLO             | a fox     | 400 | mask-required
          Imagine all   | MJ::Job::PicReader::all             |           | 409 | several-jobs
          U1            | MJ::JOB::upsample::1::h             | a fox     | 409 | button-takes-no-prompt
          """)
  void withASecondEarDialogsAreFilledIn(
      String label, String customId, @Nullable String prompt, int status, @Nullable String code) {
    var path = "/api/v1/discord/accounts/" + account;
    assertThat(customer.http().send("PATCH", path, "{\"secondEar\":true}").status()).isEqualTo(200);
    var job = customer.job("a fox");
    var picture =
        new Picture(
            new DiscordMessage("1", "2", "3", 0),
            "mj",
            "https://cdn.discordapp.com/x.png",
            "t",
            List.of(new Button(label, customId)));
    customer.worker().say(new Ended(job, Instant.now(), account, new JobEnd.Done(picture)));
    await("it is done").until(() -> customer.status(job).equals("DONE"));

    var answer = press(job, label, prompt);

    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    if (code != null) {
      assertThat(answer.code()).isEqualTo(code);
    }
  }

  @Test
  void whatANumberDrawsIsItsJobsPromptAndMayHoldNoBannedWord() {
    // given a description, whose numbers the second ear can press
    var path = "/api/v1/discord/accounts/" + account;
    assertThat(customer.http().send("PATCH", path, "{\"secondEar\":true}").status()).isEqualTo(200);
    var job = id(post("describe", "{\"url\":\"https://example.org/a.png\"}"));
    customer.worker().say(new Ended(job, Instant.now(), account, described("1️⃣", "🔄")));
    await("it is done").until(() -> customer.status(job).equals("DONE"));

    // when its first text is drawn
    var drawn = id(press(job, "1️⃣", null));

    // then that is what the job says it draws
    assertThat(customer.job(drawn).required("prompt").asString()).isEqualTo(FIRST_LINE);

    // and where a word of it is banned, it is refused
    var banned = customer.http().send("PUT", "/api/v1/banned-words", "{\"words\":[\"fox\"]}");
    assertThat(banned.status()).as(banned.body()).isEqualTo(200);
    var refused = press(job, "1️⃣", null);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().required("bannedWord").asString()).isEqualTo("fox");
  }

  @Test
  void aMarkedRegionGoesOnWithItsMaskAndIsRetriedWithItUntilThatIsDeleted() throws Exception {
    // given an upscaled picture of an account with a second ear
    var path = "/api/v1/discord/accounts/" + account;
    assertThat(customer.http().send("PATCH", path, "{\"secondEar\":true}").status()).isEqualTo(200);
    var job = finished("a fox", new Button("Vary (Region)", "MJ::Inpaint::1::h::SOLO"));
    var mask = picture("png", 3_000);

    // when a region of it is marked, without and with another prompt
    var kept = id(region(job, mask, ""));
    await("the first").atMost(SOON).until(() -> presses().size() == 1);
    var changed = id(region(job, mask, ",\"prompt\":\"a hat\""));
    await("both").atMost(SOON).until(() -> presses().size() == 2);

    // then each goes to the picture's account with the prompt that it is drawn from
    assertThat(presses())
        .allSatisfy(
            next -> {
              assertThat(next.pinned()).isEqualTo(account);
              assertThat(kept(next.command().kept().getFirst())).isEqualTo(mask);
              assertThat(next.command().uploads()).isEmpty();
            })
        .extracting(next -> ((Command.Press) next.command()).prompt())
        .containsExactly("a fox", "a hat");
    assertThat(customer.job(changed).required("prompt").asString()).isEqualTo("a hat");
    // and where its job came to nothing, it is there for a retry
    var end = new JobEnd.Failed(FailReason.MODERATED, "no", true);
    customer.worker().say(new Ended(kept, Instant.now(), account, end));
    await("it failed").until(() -> customer.status(kept).equals("FAIL"));
    var again = PageClient.of(customer).submit("/jobs/" + kept, "/jobs/" + kept + "/retry");
    var retried = JobId.of(again.path().substring("/jobs/".length()));
    await("the retry").atMost(SOON).until(() -> presses().size() == 3);
    assertThat(presses().getLast().command()).isEqualTo(presses().getFirst().command());
    // until so long after the end
    customer.worker().say(new Ended(retried, Instant.now(), account, end));
    await("it failed too").until(() -> customer.status(retried).equals("FAIL"));
    var upload = presses().getLast().command().kept().getFirst();
    await("it is kept for some rounds of cleaning")
        .during(Duration.ofMillis(900))
        .atMost(SOON)
        .until(() -> isKept(upload));
    api.sql(
        "update easel_api.job set finished_at = finished_at - interval '24 hours' where id = '%s'"
            .formatted(retried));
    await("it is deleted").atMost(SOON).until(() -> !isKept(upload));
  }

  @Test
  void aMaskThatIsOfNoUseIsRefused() {
    var path = "/api/v1/discord/accounts/" + account;
    assertThat(customer.http().send("PATCH", path, "{\"secondEar\":true}").status()).isEqualTo(200);
    var job =
        finished(
            "a fox",
            new Button("Vary (Region)", "MJ::Inpaint::1::h::SOLO"),
            new Button("U1", "MJ::JOB::upsample::1::h"));

    assertThat(masked(job, "Vary (Region)", "bm8=").code()).isEqualTo("invalid-base64");
    var jpeg = masked(job, "Vary (Region)", base64(picture("jpg", 100)));
    assertThat(jpeg.code()).isEqualTo("invalid-base64");
    assertThat(jpeg.body()).contains("mask must be a PNG picture.");
    assertThat(masked(job, "U1", base64(picture("png", 100))).code())
        .isEqualTo("button-takes-no-mask");
  }

  private Http.Answer masked(JobId job, String label, String mask) {
    return post(
        "button",
        "{\"messageId\":\"%s\",\"button\":\"%s\",\"mask\":\"%s\"}".formatted(job, label, mask));
  }

  private List<LaneJob> presses() {
    return lane.stream().filter(job -> job.command() instanceof Command.Press).toList();
  }

  private Http.Answer region(JobId job, byte[] mask, String more) {
    var answer =
        post(
            "button",
            "{\"messageId\":\"%s\",\"button\":\"Vary (Region)\",\"mask\":\"data:image/png;base64,%s\"%s}"
                .formatted(job, base64(mask), more));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private JobId finished(String prompt, Button... buttons) {
    var job = customer.job(prompt);
    var picture =
        new Picture(
            new DiscordMessage("1", "2", "3", 0),
            "mj",
            "https://cdn.discordapp.com/x.png",
            "t",
            List.of(buttons));
    customer.worker().say(new Ended(job, Instant.now(), account, new JobEnd.Done(picture)));
    await("it is done").until(() -> customer.status(job).equals("DONE"));
    return job;
  }

  @Test
  void cancelJobIsTheButtonOfAJobThatRuns() {
    var job = customer.job("a fox");
    customer.worker().say(new Sending(job, Instant.now(), account));
    await("it runs").until(() -> customer.status(job).equals("PROCESSING"));

    var asked = press(job, "Cancel Job", null);

    assertThat(asked.status()).isEqualTo(200);
    assertThat(id(asked)).isEqualTo(job);
    await("a worker is asked")
        .atMost(SOON)
        .until(() -> api.worker().asks().stream().anyMatch(ask -> ask.job().equals(job)));
    customer.worker().say(new Ended(job, Instant.now(), account, new JobEnd.Cancelled(true)));
    await("it is cancelled").until(() -> customer.status(job).equals("CANCELLED"));
    assertThat(press(job, "Cancel Job", null).code()).isEqualTo("already-ended");
  }

  private Http.Answer post(String operation, String body, String... headers) {
    return customer.http().post("/api/v1/midjourney/" + operation, body, headers);
  }

  private Http.Answer press(JobId job, String label, @Nullable String prompt) {
    var more = prompt == null ? "" : ",\"prompt\":\"" + prompt + "\"";
    return post("button", "{\"messageId\":\"%s\",\"button\":\"%s\"%s}".formatted(job, label, more));
  }

  private Command next() {
    await("a job in the lane").atMost(SOON).until(() -> !lane.isEmpty());
    return lane.getLast().command();
  }

  private static JobId id(Http.Answer answer) {
    return JobId.of(answer.json().required("messageId").asString());
  }

  private static JobEnd described(String... labels) {
    var buttons =
        Stream.of(labels)
            .map(
                label ->
                    new Button(
                        label,
                        switch (label) {
                          case "🔄" -> "MJ::Picread::Retry";
                          case "Imagine all" -> "MJ::Job::PicReader::all";
                          default -> "MJ::Job::PicReader::1";
                        }))
            .toList();
    return new JobEnd.Answered(new Answer(new DiscordMessage("1", "2", "3", 0), LINES, buttons));
  }

  private String offered(byte[] content) {
    var address = "https://pictures.test/%d/%s.png".formatted(customer.id(), UUID.randomUUID());
    api.source().offer(address, content);
    return address;
  }

  private ObjectStore store() {
    return api.bean(ObjectStore.class);
  }

  private boolean isKept(Upload upload) throws IOException {
    var found = store().find(upload.key());
    if (found.isPresent()) {
      found.get().close();
    }
    return found.isPresent();
  }

  private byte[] kept(Upload upload) {
    try (var stored = store().find(upload.key()).orElseThrow()) {
      return stored.content().readAllBytes();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String blend(List<String> urls, String more) {
    var list = urls.stream().map(url -> "\"" + url + "\"").collect(Collectors.joining(","));
    return "{\"urls\":[" + list + "]" + (more.isEmpty() ? "" : "," + more) + "}";
  }

  private static String drawn(String prompt, List<byte[]> pictures, String more) {
    var all = "\"prompt\":\"" + prompt + "\"," + base64Array(pictures);
    return "{" + all + (more.isEmpty() ? "" : "," + more) + "}";
  }

  private static String base64Array(List<byte[]> pictures) {
    return pictures.stream()
        .map(picture -> "\"" + base64(picture) + "\"")
        .collect(Collectors.joining(",", "\"base64Array\":[", "]"));
  }

  /// Which fields a refusal is about.
  private static List<String> fields(Http.Answer refusal) {
    return refusal
        .json()
        .required("errors")
        .valueStream()
        .map(error -> error.required("field").asString())
        .toList();
  }

  private static String base64(byte[] content) {
    return Base64.getEncoder().encodeToString(content);
  }
}
