package easel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import easel.systemtests.EaselClient.Job;
import easel.systemtests.Simulator.Entry;
import easel.systemtests.chaos.LedgerReader;
import easel.systemtests.promise.NothingTwice;
import easel.systemtests.promise.OneEnd;
import easel.systemtests.promise.RightPicture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Everything that Midjourney can be asked for without a dialog, from the request to what Discord
/// got and back.
@ExtendWith(TwoOfEach.class)
class OperationsTests {
  private static final byte[] PNG_BEGINS = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final byte[] JPEG_BEGINS = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0};

  /// What the name of a pressed button holds at Discord.
  private static final Map<String, String> CUSTOM_IDS =
      Map.ofEntries(
          Map.entry("U1", "::upsample::1::"),
          Map.entry("U2", "::upsample::2::"),
          Map.entry("U3", "::upsample::3::"),
          Map.entry("U4", "::upsample::4::"),
          Map.entry("V1", "::variation::1::"),
          Map.entry("V2", "::variation::2::"),
          Map.entry("V3", "::variation::3::"),
          Map.entry("V4", "::variation::4::"),
          Map.entry("🔄", "::reroll::"),
          Map.entry("Upscale (Subtle)", "::upsample_v7_2x_subtle::"),
          Map.entry("Upscale (Creative)", "::upsample_v7_2x_creative::"),
          Map.entry("Upscale (2x)", "::upsample_v5_2x::"),
          Map.entry("Upscale (4x)", "::upsample_v5_4x::"),
          Map.entry("Redo Upscale (2x)", "::upsample_v5_2x::"),
          Map.entry("Redo Upscale (4x)", "::upsample_v5_4x::"),
          Map.entry("Vary (Subtle)", "::low_variation::"),
          Map.entry("Vary (Strong)", "::high_variation::"),
          Map.entry("Zoom Out 2x", "::Outpaint::50::"),
          Map.entry("Zoom Out 1.5x", "::Outpaint::75::"),
          Map.entry("Make Square", "::Outpaint::100::"),
          Map.entry("⬅️", "::pan_left::"),
          Map.entry("➡️", "::pan_right::"),
          Map.entry("⬆️", "::pan_up::"),
          Map.entry("⬇️", "::pan_down::"),
          Map.entry("Animate (High motion)", "::animate_high::"),
          Map.entry("Animate (Low motion)", "::animate_low::"),
          Map.entry("Favorite", "::BOOKMARK::"));

  private static final List<String> DIALOGS = List.of("Custom Zoom", "Vary (Region)");

  /// What every version of Midjourney offers below a grid.
  private static final List<String> GRID =
      List.of("U1", "U2", "U3", "U4", "🔄", "V1", "V2", "V3", "V4");

  private final Deployment easel;
  private final Simulator simulator;
  private final Map<String, byte[]> offered = new ConcurrentHashMap<>();
  private final HttpServer pictures;

  OperationsTests(Deployment easel) throws IOException {
    this.easel = easel;
    this.simulator = easel.simulator();
    this.pictures =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    pictures.createContext(
        "/",
        exchange -> {
          var picture = offered.get(exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(
              picture == null ? 404 : 200, picture == null ? -1 : picture.length);
          if (picture != null) {
            exchange.getResponseBody().write(picture);
          }
          exchange.close();
        });
  }

  @BeforeEach
  void quickly() {
    pictures.start();
    simulator.set(
        Map.of("jobMs", Map.of("min", 200, "max", 800), "waitingMs", 30, "upscaleMs", 200));
  }

  @AfterEach
  void stopOffering() {
    pictures.stop(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "data:image/png;base64,"})
  void aDescribedPictureReachesDiscordAsItWasGiven(String prefix) {
    var studio = studio();
    var picture = picture(PNG_BEGINS, 300_000);

    var tag =
        studio.submit(
            "describe", Map.of("base64", prefix + Base64.getEncoder().encodeToString(picture)));
    var job = studio.awaitEnd(tag);

    assertThat(job.status()).as(job.whole().toString()).isEqualTo("DONE");
    assertThat(job.whole().path("content").asString().split("\n\n"))
        .hasSize(4)
        .allSatisfy(line -> assertThat(line).matches("[1-4]\uFE0F\u20E3 .+"));
    assertThat(job.sent()).isTrue();
    assertThat(job.uri()).isNull();
    assertThat(job.buttons()).containsExactly("1️⃣", "2️⃣", "3️⃣", "4️⃣", "🔄");
    assertThat(interactions(studio)).hasSize(1);
    assertThat(Download.of(ends(studio).getFirst().picture())).isEqualTo(picture);
  }

  @Test
  void theSeedOfAPictureIsTheOneThatItWasDrawnWith() {
    var studio = new Studio(easel, "PRO");
    studio.link(2);
    var word = Studio.word();
    var grid = studio.imagine(word, "a tin robot " + word + " --seed 4711");
    assertThat(studio.awaitEnd(grid).status()).isEqualTo("DONE");

    for (var instance : studio.instances) {
      var path = "/task/" + studio.messageId(grid) + "/image-seed";
      var answer = instance.mj("GET", path, null).expect(200);
      assertThat(answer.path("code").asInt()).as(answer.toString()).isEqualTo(1);
      assertThat(answer.path("result").asString()).isEqualTo("4711");
    }
  }

  @Test
  void aDescribedLinkIsLeftToMidjourney() {
    var studio = studio();

    var tag = studio.submit("describe", Map.of("url", "https://example.org/red-fox.png?a=1"));
    var job = studio.awaitEnd(tag);

    assertThat(job.status()).as(job.whole().toString()).isEqualTo("DONE");
    assertThat(job.whole().path("content").asString()).contains("1️⃣", "4️⃣");
    assertThat(interactions(studio).getFirst().picture())
        .isEqualTo("https://example.org/red-fox.png?a=1");
    assertThat(ends(studio).getFirst().picture()).contains("/red-fox.png?");
  }

  @Test
  void aDescriptionIsMadeOnceMoreAndItsDialogsAreRefusedBeforeTheyAreSent() {
    var studio = studio();
    var described = studio.submit("describe", Map.of("url", "https://example.org/owl.png"));
    studio.awaitEnd(described);

    var again = studio.awaitEnd(studio.pressOf(described, "🔄"));

    assertThat(again.status()).as(again.whole().toString()).isEqualTo("DONE");
    assertThat(again.whole().path("content").asString()).contains("1️⃣", "4️⃣");
    assertThat(again.account()).isEqualTo(studio.job(described).account());
    var sent = interactions(studio).size();
    refused(studio, described, "1️⃣", "dialog-needed");
    refused(studio, described, "Imagine all", "several-jobs");
    assertThat(interactions(studio)).hasSize(sent);
  }

  @ParameterizedTest
  @CsvSource({
    "urls, 2, PORTRAIT",
    "urls, 3, LANDSCAPE",
    "urls, 5, SQUARE",
    "base64Array, 3, SQUARE",
    "base64Array, 4, PORTRAIT",
    "base64Array, 5, LANDSCAPE",
  })
  void blendedPicturesReachDiscordAsTheyAreAndInTheirOrder(
      String field, int count, String dimensions) {
    var studio = studio();
    var given =
        Stream.of(
                picture(PNG_BEGINS, 120_000),
                picture(JPEG_BEGINS, 90_000),
                picture(PNG_BEGINS, 50),
                picture(JPEG_BEGINS, 2_000),
                picture(PNG_BEGINS, 7_000))
            .limit(count)
            .toList();

    var tag =
        studio.submit(
            "blend",
            Map.of(
                field,
                field.equals("urls") ? given.stream().map(this::offer).toList() : base64(given),
                "dimensions",
                dimensions));
    var job = studio.awaitEnd(tag);

    assertThat(job.status()).as(job.whole().toString()).isEqualTo("DONE");
    assertThat(job.whole().path("content").isNull()).isTrue();
    assertThat(job.buttons()).contains("U1", "V4", "🔄");
    var sent = interactions(studio);
    assertThat(sent).hasSize(1);
    assertThat(List.of(sent.getFirst().picture().split(" ")).stream().map(this::uploaded))
        .containsExactlyElementsOf(given);
    var end = ends(studio).getFirst();
    assertThat(end.prompt()).isEmpty();
    assertThat(job.whole().path("originalUrl").asString())
        .contains(LedgerReader.pathOf(end.picture()));
    assertThat(Download.of(String.valueOf(job.uri()))).isEqualTo(Download.of(end.picture()));

    // and what came of it has buttons like any other
    assertThat(studio.awaitEnd(studio.press(tag, "U2")).status()).isEqualTo("DONE");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aPromptNamesItsPicturesWhereEverybodyCanFetchThemAsTheyWereGiven(int dialect) {
    var studio = studio();
    var given = List.of(picture(PNG_BEGINS, 120_000), picture(JPEG_BEGINS, 9_000));
    var word = Studio.word();
    var prompt = "a fox beside " + word;

    var tag =
        dialect == 1
            ? studio.imagine(word, Map.of("prompt", prompt, "base64Array", base64(given)))
            : studio.imagine(word, prompt, base64(given));
    var job = studio.awaitEnd(tag);

    assertThat(job.status()).as(job.whole().toString()).isEqualTo("DONE");
    assertThat(job.whole().path("prompt").asString()).isEqualTo(prompt);
    var sent = interactions(studio);
    assertThat(sent).hasSize(1);
    var words = sent.getFirst().prompt().split(" ", 3);
    assertThat(Download.of(words[0])).isEqualTo(given.get(0));
    assertThat(Download.of(words[1])).isEqualTo(given.get(1));
    assertThat(words[2]).isEqualTo(prompt);
    var drawn = ends(studio).getFirst().picture();
    assertThat(job.whole().path("originalUrl").asString()).contains(LedgerReader.pathOf(drawn));
    assertThat(Download.of(String.valueOf(job.uri()))).isEqualTo(Download.of(drawn));
  }

  @Test
  void aBlendOfWhatIsNotToBeFetchedIsRefused() {
    var studio = studio();
    var there = offer(picture(PNG_BEGINS, 1_000));
    var gone = there + "-gone";

    for (var other :
        List.of(gone, "http://169.254.169.254/latest/meta-data", "http://10.0.0.1/a")) {
      var answer =
          studio
              .instances
              .getFirst()
              .call("POST", "/midjourney/blend", Map.of("urls", List.of(there, other)));
      assertThat(answer.status()).as(answer.body().toString()).isEqualTo(400);
      assertThat(answer.body().path("type").asString()).isEqualTo("urn:easel:invalid-link");
    }
    assertThat(interactions(studio)).isEmpty();
  }

  @Test
  void aPromptIsShortened() {
    var studio = studio();

    var tag = studio.submit("shorten", Map.of("prompt", "a very small robot waters a tall fern"));
    var job = studio.awaitEnd(tag);

    assertThat(job.status()).as(job.whole().toString()).isEqualTo("DONE");
    assertThat(job.whole().path("content").asString())
        .contains("1️⃣ a very small robot waters a tall fern", "2️⃣ a very small robot");
    assertThat(interactions(studio).getFirst().prompt())
        .isEqualTo("a very small robot waters a tall fern");
    refused(studio, tag, "1️⃣", "dialog-needed");
  }

  @Test
  void addressesOfPicturesInAPromptGoOnAsTheyAre() {
    var studio = studio();
    var word = Studio.word();
    var prompt = "https://example.org/a.png?x=1 https://example.org/b.jpg " + word + " --iw 2";

    var job = studio.awaitEnd(studio.imagine(word, prompt));

    assertThat(job.status()).isEqualTo("DONE");
    assertThat(interactions(studio).getFirst().prompt()).isEqualTo(prompt);
    var drawn = ends(studio).getFirst().picture();
    assertThat(job.whole().path("originalUrl").asString()).contains(LedgerReader.pathOf(drawn));
    assertThat(Download.of(String.valueOf(job.uri()))).isEqualTo(Download.of(drawn));
  }

  /// What a version of Midjourney offers below one of a grid's pictures, and below that one
  /// upscaled.
  enum ButtonSet {
    V7(
        "Upscale (Subtle), Upscale (Creative), Vary (Subtle), Vary (Strong), Vary (Region),"
            + " Zoom Out 2x, Zoom Out 1.5x, Custom Zoom, ⬅️, ➡️, ⬆️, ⬇️,"
            + " Animate (High motion), Animate (Low motion), Favorite",
        "Vary (Subtle), Vary (Strong), Vary (Region),"
            + " Animate (High motion), Animate (Low motion), Favorite"),
    V5(
        "Upscale (2x), Upscale (4x), Vary (Subtle), Vary (Strong), Vary (Region),"
            + " Zoom Out 2x, Zoom Out 1.5x, Custom Zoom, Make Square, ⬅️, ➡️, ⬆️, ⬇️, Favorite",
        "Redo Upscale (2x), Redo Upscale (4x), Vary (Subtle), Vary (Strong), Vary (Region),"
            + " Favorite"),
    V8(
        "Upscale (Subtle), Upscale (Creative), Vary (Subtle), Vary (Strong), Vary (Region),"
            + " Favorite",
        "Vary (Subtle), Vary (Strong), Vary (Region), Favorite");

    private final String one;
    private final String upscaled;

    ButtonSet(String one, String upscaled) {
      this.one = one;
      this.upscaled = upscaled;
    }

    List<String> one() {
      return List.of(one.split(", ", -1));
    }

    List<String> upscaled() {
      return List.of(upscaled.split(", ", -1));
    }

    /// As the simulator calls it.
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyButtonThatNeedsNoDialogHasItsOwnResult(ButtonSet buttonSet) {
    // given a grid, one of its pictures, and that one upscaled
    var studio = studio();
    simulator.set(Map.of("buttonSet", buttonSet.key(), "repeatedUpscale", "accept"));
    var word = Studio.word();
    var grid = studio.imagine(word, "a grid " + word);
    studio.awaitEnd(grid);
    var one = studio.pressOf(grid, "U3");
    studio.awaitEnd(one);
    var upscaled = studio.pressOf(one, buttonSet.one().getFirst());
    studio.awaitEnd(upscaled);
    int before = ends(studio).size();

    // which offer all that this version has, and nothing else
    assertThat(studio.job(grid).buttons()).containsExactlyInAnyOrderElementsOf(GRID);
    assertThat(studio.job(one).buttons()).containsExactlyInAnyOrderElementsOf(buttonSet.one());
    assertThat(studio.job(upscaled).buttons())
        .containsExactlyInAnyOrderElementsOf(buttonSet.upscaled());

    // when every button of each is pressed
    var presses = new LinkedHashMap<String, String>();
    for (var finished : List.of(grid, one, upscaled)) {
      for (var label : studio.job(finished).buttons()) {
        if (DIALOGS.contains(label)) {
          refused(studio, finished, label, "dialog-needed");
        } else {
          presses.put(studio.pressOf(finished, label), label);
        }
      }
    }

    // then each is told what Midjourney made of that very press
    var wrong = new ArrayList<String>();
    presses.forEach(
        (tag, label) -> {
          var job = studio.awaitEnd(tag);
          if (!isRight(studio, label, job)) {
            wrong.add(tag + ": " + job.whole());
          }
        });
    assertThat(wrong).isEmpty();
    long favorites = presses.values().stream().filter("Favorite"::equals).count();
    assertThat(ends(studio)).hasSize(before + presses.size() - (int) favorites);
  }

  @Test
  void upscalesThatDoNotSayWhichKindTheyAreAreToldApart() {
    var studio = studio();
    simulator.set(Map.of("upscaleText", "plain", "repeatedUpscale", "accept"));
    var one = studio.done(studio.pressOf(studio.done(studio.imagine()), "U1"));

    var labels = List.of("Upscale (Subtle)", "Upscale (Creative)", "Upscale (Subtle)");
    var presses = labels.stream().map(label -> studio.pressOf(one, label)).toList();

    for (int i = 0; i < labels.size(); i++) {
      var job = studio.awaitEnd(presses.get(i));
      assertThat(isRight(studio, labels.get(i), job)).as(job.whole().toString()).isTrue();
    }
    var pictures = presses.stream().map(press -> studio.job(press).uri()).distinct();
    assertThat(pictures).hasSize(labels.size());
  }

  @Test
  void anAnimationAndEachOfItsVideosAreKeptAsMidjourneyMadeThem() {
    var studio = studio();
    var one = studio.done(studio.pressOf(studio.done(studio.imagine()), "U2"));

    var animation = studio.done(studio.pressOf(one, "Animate (High motion)"));
    var video = studio.done(studio.pressOf(animation, "U3"));
    var extended = studio.done(studio.pressOf(video, "Extend (Low motion)"));

    isKept(studio, animation, "::animate_high::", "image/webp");
    isKept(studio, video, "::video_virtual_upscale::3::", "video/mp4");
    isKept(studio, extended, "::animate_low_extend::", "image/webp");
    assertThat(studio.job(animation).whole().path("images")).isEmpty();
    assertThat(studio.job(animation).buttons()).containsExactly("U1", "U2", "U3", "U4", "🔄");
    var uri = String.valueOf(studio.job(animation).uri());
    assertThat(Download.typeOf(uri + "?width=256")).isEqualTo("image/jpeg");
    var again = studio.done(studio.pressOf(animation, "🔄"));
    isKept(studio, again, "::reroll::", "image/webp");
  }

  private static void isKept(Studio studio, String tag, String customId, String type) {
    var uri = String.valueOf(studio.job(tag).uri());
    var end =
        ends(studio).stream()
            .filter(entry -> entry.customId().contains(customId))
            .findFirst()
            .orElseThrow();
    assertThat(Download.of(uri)).as(tag).isEqualTo(Download.of(end.picture()));
    assertThat(Download.typeOf(uri)).as(tag).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"imagine", "describe", "blend", "shorten"})
  void aCommandThatMidjourneyHasEditedIsSentOnceInItsNewVersion(String command) {
    // given an account whose worker knows the commands
    var studio = studio();
    studio.done(studio.imagine());
    var given = List.of(picture(PNG_BEGINS, 90_000), picture(JPEG_BEGINS, 50_000));

    // when Midjourney edits one, and a job asks for it
    simulator.set(
        studio.users.getFirst(), Map.of("commandVersions", Map.of(command, "4711004711004711")));
    var body =
        switch (command) {
          case "describe" -> Map.of("base64", base64(given).getFirst());
          case "blend" -> Map.of("base64Array", base64(given));
          default -> Map.of("prompt", "a very small robot waters a tall fern");
        };
    var job = studio.awaitEnd(studio.submit(command, body));

    // then Discord refuses the old version, and is sent the new one once
    assertThat(job.status()).as(job.whole().toString()).isEqualTo("DONE");
    assertThat(job.sent()).isTrue();
    var tries = interactions(studio).stream().skip(1).toList();
    assertThat(tries).extracting(Entry::command).containsExactly(command, command);
    assertThat(tries).extracting(Entry::outcome).containsExactly("400", "204");
    assertThat(tries).extracting(Entry::taken).containsExactly(false, true);

    // and what came of that is the job's
    var end = ends(studio).getLast();
    switch (command) {
      case "describe" -> assertThat(Download.of(end.picture())).isEqualTo(given.getFirst());
      case "shorten" ->
          assertThat(job.whole().path("content").asString())
              .contains("1️⃣ a very small robot waters a tall fern");
      default -> assertThat(areSame(String.valueOf(job.uri()), end.picture())).isTrue();
    }

    // and the next one is sent the new version at once
    studio.done(studio.submit(command, body));
    assertThat(interactions(studio)).hasSize(4);
  }

  /// What is gone at Discord when a button is pressed, and what Discord says of it.
  enum Gone {
    BUTTON("/messages/%s/buttons", "Discord answered 400, code 50035"),
    MESSAGE("/messages/%s", "Discord answered 404, code 10008"),
    THREAD("", "The thread of the picture was deleted.");

    final String path;
    final String words;

    Gone(String path, String words) {
      this.path = path;
      this.words = words;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPressOfWhatIsGoneIsRefusedUnsentAndTheNextJobGoesOn(Gone gone) {
    // given a grid with a button that Easel knows, and Discord has no more
    var studio = studio();
    var grid = studio.done(studio.imagine());
    var shown = ends(studio).getFirst();
    var channel = "/control/channels/" + shown.channel();
    var message = shown.all().getOrDefault("finalMessageId", "");
    simulator.call("DELETE", channel + gone.path.formatted(message), null).expectSuccess();

    // when it is pressed
    var press = studio.awaitEnd(studio.press(grid, "V2"));

    // then it ends with its reason, and nobody is charged for it
    assertThat(press.status()).as(press.whole().toString()).isEqualTo("FAIL");
    assertThat(press.reason()).isEqualTo("INVALID_PARAMETER");
    assertThat(press.whole().path("error").asString("")).startsWith(gone.words);
    assertThat(press.sent()).isFalse();
    assertThat(interactions(studio))
        .filteredOn(entry -> entry.type() == 3)
        .hasSizeLessThanOrEqualTo(1)
        .noneMatch(Entry::taken);

    // and the account goes on, while the picture is kept
    studio.done(studio.imagine());
    assertThat(areSame(String.valueOf(studio.job(grid).uri()), shown.picture())).isTrue();
    studio.verify(new OneEnd(), new NothingTwice(), new RightPicture());
  }

  @Test
  void cancelJobIsPressedBelowAJobThatRuns() {
    var studio = studio();
    var word = Studio.word();
    simulator.hold(Map.of("promptContains", word));
    var tag = studio.imagine(word, "to be stopped " + word);
    await("it runs").until(() -> studio.job(tag).status(), status -> status.equals("PROCESSING"));

    var pressed = studio.instances.getLast().press(studio.messageId(tag), "Cancel Job");

    assertThat(pressed.messageId()).isEqualTo(studio.messageId(tag));
    assertThat(studio.awaitEnd(tag).status()).isEqualTo("CANCELLED");
    assertThat(ends(studio).getFirst().end()).isEqualTo("STOPPED");
  }

  @Test
  void aJobThatSomebodyStopsAtDiscordFailsAsStoppedAndTheNextOneIsDrawn() {
    // given an account with one place, which a job holds while another waits
    var studio = new Studio(easel, "PRO");
    studio.link(1);
    var user = studio.users.getFirst();
    var word = Studio.word();
    simulator.hold(Map.of("promptContains", word));
    var stopped = studio.imagine(word, "to be stopped by hand " + word);
    await("it runs")
        .until(() -> studio.job(stopped).status(), status -> status.equals("PROCESSING"));
    await("it is shown at Discord")
        .until(
            () ->
                simulator.openJobs(user).stream().anyMatch(it -> it.path("messageId").isString()));
    var next = studio.imagine();

    // when its owner presses Cancel Job there
    simulator.stop(user, simulator.openJobs(user).getFirst());

    // then it says so, and that Midjourney was asked
    var job = studio.awaitEnd(stopped);
    assertThat(job.status()).as(job.whole().toString()).isEqualTo("FAIL");
    assertThat(job.reason()).isEqualTo("STOPPED");
    assertThat(job.sent()).isTrue();
    assertThat(job.uri()).isNull();
    assertThat(ends(studio).getFirst().end()).isEqualTo("STOPPED");

    // and its place is the next one's
    studio.done(next);
    studio.verify(new OneEnd(), new NothingTwice(), new RightPicture());
  }

  private boolean isRight(Studio studio, String label, Job job) {
    if (!job.status().equals("DONE")) {
      return false;
    }
    if (label.equals("Favorite")) {
      return job.uri() == null;
    }
    var told = LedgerReader.pathOf(job.whole().path("originalUrl").asString(""));
    var customId = String.valueOf(CUSTOM_IDS.get(label));
    return ends(studio).stream()
        .filter(end -> end.customId().contains(customId))
        .filter(end -> LedgerReader.pathOf(end.picture()).equals(told))
        .anyMatch(end -> areSame(String.valueOf(job.uri()), end.picture()));
  }

  private static boolean areSame(String one, String other) {
    return Arrays.equals(Download.of(one), Download.of(other));
  }

  private static void refused(Studio studio, String finished, String label, String code) {
    var answer = studio.instances.getFirst().tryPress(studio.messageId(finished), label);
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(409);
    assertThat(answer.body().path("type").asString()).isEqualTo("urn:easel:" + code);
  }

  private Studio studio() {
    var studio = new Studio(easel, "PRO");
    studio.link(12);
    return studio;
  }

  private static List<Entry> interactions(Studio studio) {
    return studio.ledger().stream().filter(entry -> entry.is("INTERACTION")).toList();
  }

  private static List<Entry> ends(Studio studio) {
    return studio.ledger().stream().filter(entry -> entry.is("JOB_ENDED")).toList();
  }

  private String offer(byte[] picture) {
    var path = "/" + UUID.randomUUID() + ".png";
    offered.put(path, picture);
    return "http://127.0.0.1:" + pictures.getAddress().getPort() + path;
  }

  private static List<String> base64(List<byte[]> pictures) {
    return pictures.stream().map(Base64.getEncoder()::encodeToString).toList();
  }

  /// What Discord got under this name.
  private byte[] uploaded(String name) {
    return Download.of(easel.address("simulator") + "/control/uploads?name=" + name);
  }

  /// Bytes that begin as a picture does.
  private static byte[] picture(byte[] begins, int length) {
    var content = new byte[length];
    new Random().nextBytes(content);
    System.arraycopy(begins, 0, content, 0, begins.length);
    return content;
  }
}
