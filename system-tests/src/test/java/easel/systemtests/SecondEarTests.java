package easel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.systemtests.EaselClient.Job;
import easel.systemtests.Simulator.Entry;
import easel.systemtests.chaos.LedgerReader;
import easel.systemtests.promise.NothingLost;
import easel.systemtests.promise.NothingTwice;
import easel.systemtests.promise.OneEnd;
import easel.systemtests.promise.RightPicture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What only an account's own session at Discord hears: refusals, dialogs, and what is hidden from
/// bots.
@ExtendWith(TwoOfEach.class)
class SecondEarTests {
  private static final Duration MOMENTS = Duration.ofSeconds(2);

  private final Deployment easel;
  private final Simulator simulator;

  SecondEarTests(Deployment easel) {
    this.easel = easel;
    this.simulator = easel.simulator();
  }

  @BeforeEach
  void quickly() {
    simulator.set(
        Map.of("jobMs", Map.of("min", 200, "max", 800), "waitingMs", 30, "upscaleMs", 200));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          INVALID_PARAMETER      | INVALID_PARAMETER | Invalid parameter
          UNRECOGNIZED_PARAMETER | INVALID_PARAMETER | Unrecognized parameter(s)
          INVALID_LINK           | INVALID_LINK      | Invalid link
          EMPTY_PROMPT           | INVALID_PARAMETER | Empty prompt
          INVALID_REQUEST        | INVALID_PARAMETER | Invalid request
          DUPLICATE_IMAGES       | INVALID_PARAMETER | Duplicate images detected
          BANNED_PROMPT          | BANNED_PROMPT     | Banned prompt
          BANNED_PROMPT_DETECTED | BANNED_PROMPT     | Banned prompt detected
          OUTPUT_FILTERS         | MODERATED         | Request cancelled due to output filters
          QUEUE_FULL             | QUEUE_FULL        | Queue full
          SLOW_DOWN              | QUEUE_FULL        | Slow Down!
          INTERNAL_ERROR         | INTERNAL          | Internal error
          SOMETHING_WRONG        | INTERNAL          | Sorry, something went wrong
          FAILED                 | INTERNAL          | Failed
          """)
  void aRefusalEndsItsJobWithItsReasonWithinMoments(String refusal, String reason, String words) {
    var studio = heard();
    order(refusal, studio);

    var refused = studio.awaitEnd(studio.imagine());
    var next = studio.awaitEnd(studio.imagine());

    isRefused(studio, refused, reason, words);
    assertThat(next.status()).as(next.whole().toString()).isEqualTo("DONE");
    assertThat(sent(studio)).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          BLOCKED               | ACCOUNT_UNAVAILABLE | Blocked
          ACTION_NEEDED         | ACCOUNT_UNAVAILABLE | Action needed to continue
          PENDING_MOD_MESSAGE   | ACCOUNT_UNAVAILABLE | Pending mod message
          RESTRICTED            | ACCOUNT_UNAVAILABLE | Job action restricted
          PLAN_CANCELLED        | SUBSCRIPTION        | Plan Cancelled
          SUBSCRIPTION_REQUIRED | SUBSCRIPTION        | Subscription required
          SUBSCRIPTION_PAUSED   | SUBSCRIPTION        | Subscription paused
          CREDITS_EXHAUSTED     | SUBSCRIPTION        | Credits exhausted
          """)
  void anAccountThatMidjourneyRefusesNeedsAttention(String refusal, String reason, String words) {
    // given an account that Midjourney refuses from now on
    var studio = heard();
    var account = studio.accounts.getFirst();
    order(refusal, studio);

    // when it is asked for something
    var refused = studio.awaitEnd(studio.imagine());

    // then the job says why, and so does the account, which is sent nothing more
    isRefused(studio, refused, reason, words);
    studio.awaitStatus(account, "NEEDS_ATTENTION");
    assertThat(studio.attention(account)).contains(words);
    var waiting = studio.imagine();
    await("nothing is sent")
        .during(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(10))
        .until(() -> sent(studio).size() == 1);

    // and it goes on when its owner has seen to it and said so
    var user = studio.users.getFirst();
    simulator.change(user, Map.of("blocked", false));
    studio
        .instances
        .getFirst()
        .call("PATCH", path(account), Map.of("userToken", user.token()))
        .expect(200);
    studio.awaitStatus(account, "READY");
    assertThat(studio.awaitEnd(waiting).status()).isEqualTo("DONE");
  }

  @Test
  void anAccountIsUsedAgainAfterTheTimeThatMidjourneyNames() {
    var studio = heard();
    var account = studio.accounts.getFirst();
    simulator.change(studio.users.getFirst(), Map.of("blocked", "BLOCKED", "blockedForMs", 8_000));

    var refused = studio.awaitEnd(studio.imagine());

    isRefused(studio, refused, "ACCOUNT_UNAVAILABLE", "Blocked");
    studio.awaitStatus(account, "NEEDS_ATTENTION");
    studio.awaitStatus(account, "READY");
    assertThat(studio.awaitEnd(studio.imagine()).status()).isEqualTo("DONE");
  }

  @Test
  void aRefusalThatComesAsAnEditEndsItsJobToo() {
    var studio = heard();
    simulator.set(studio.users.getFirst(), Map.of("deferRefusal", true));
    order("BANNED_PROMPT", studio);

    var refused = studio.awaitEnd(studio.imagine());

    assertThat(refused.reason()).as(refused.whole().toString()).isEqualTo("BANNED_PROMPT");
  }

  @Test
  void aRefusedPressEndsWithItsReason() {
    var studio = heard();
    var grid = studio.done(studio.imagine());
    order("BANNED_PROMPT", studio);

    var press = studio.awaitEnd(studio.pressOf(grid, "V2"));

    isRefused(studio, press, "BANNED_PROMPT", "Banned prompt");
  }

  @Test
  void aJobThatMidjourneyQueuesIsFollowedToItsPicture() {
    // given an account that runs fewer at once than Easel believes
    var studio = heard();
    simulator.set(studio.users.getFirst(), Map.of("runningPro", 1));
    var held = Studio.word();
    simulator.hold(Map.of("promptContains", held));
    var first = studio.imagine(held, "a tin robot " + held);
    await("it runs").until(() -> studio.job(first).status(), "PROCESSING"::equals);

    var second = studio.imagine();
    await("it is queued there").until(() -> has(studio, "JOB_WAITING"));
    simulator.release(Map.of());

    assertThat(studio.awaitEnd(first).status()).isEqualTo("DONE");
    hasItsPicture(studio, studio.awaitEnd(second));
  }

  @Test
  void aCustomZoomIsFilledIn() {
    var studio = heard();
    var one = studio.done(studio.pressOf(studio.done(studio.imagine()), "U2"));

    var zoomed = press(studio, one, "Custom Zoom", "a tin robot in a garden --zoom 1.7");

    hasItsPicture(studio, studio.awaitEnd(zoomed));
    filledInOnce(studio, "MJ::OutpaintCustomZoomModal::", "a tin robot in a garden --zoom 1.7");
  }

  @ParameterizedTest
  @CsvSource({
    "V1, ::variation::1::, MJ::RemixModal::",
    "V2, ::variation::2::, MJ::RemixModal::",
    "V3, ::variation::3::, MJ::RemixModal::",
    "V4, ::variation::4::, MJ::RemixModal::",
    "🔄, ::reroll::, MJ::ImagineModal::",
    "Vary (Subtle), ::low_variation::, MJ::RemixModal::",
    "Vary (Strong), ::high_variation::, MJ::RemixModal::",
    "⬅️, ::pan_left::, MJ::PanModal::left::",
    "➡️, ::pan_right::, MJ::PanModal::right::",
    "⬆️, ::pan_up::, MJ::PanModal::up::",
    "⬇️, ::pan_down::, MJ::PanModal::down::",
  })
  void aRemixIsFilledIn(String label, String button, String form) {
    var studio = heard();
    var grid = studio.done(studio.imagine());
    var isOfGrid = label.matches("V[1-4]|🔄");
    var pressed = isOfGrid ? grid : studio.done(studio.pressOf(grid, "U1"));
    simulator.change(studio.users.getFirst(), Map.of("remix", true));

    var remixed = press(studio, pressed, label, "a gold robot");

    hasItsPicture(studio, studio.awaitEnd(remixed));
    filledInOnce(studio, form, "a gold robot");
    var pressedLast = sent(studio).stream().filter(entry -> entry.type() == 3).toList().getLast();
    assertThat(pressedLast.customId()).contains(button);
  }

  @Test
  void aNewPromptWithoutRemixModeIsStoppedAndSaysSo() {
    // given an account that is not in remix mode, and what begins now is long in the drawing
    var studio = heard();
    var grid = studio.done(studio.imagine());
    var user = studio.users.getFirst().userId();
    simulator.hold(Map.of("account", user));

    // when a new prompt is given with a button
    var remixed = studio.awaitEnd(press(studio, grid, "V3", "a gold robot"));

    // then its owner is told what to do
    assertThat(remixed.status()).as(remixed.whole().toString()).isEqualTo("FAIL");
    assertThat(remixed.reason()).isEqualTo("INVALID_PARAMETER");
    assertThat(remixed.sent()).isTrue();
    assertThat(remixed.whole().path("error").asString("")).contains("switch remix mode on");
    // and what began with the old one is stopped, and nothing was filled in
    await("it is stopped")
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                studio.ledger().stream()
                    .filter(entry -> entry.is("JOB_ENDED"))
                    .map(Entry::end)
                    .toList(),
            List.of("DONE", "STOPPED")::equals);
    assertThat(sent(studio)).noneMatch(entry -> entry.type() == 5);
    simulator.release(Map.of());
    assertThat(studio.awaitEnd(studio.imagine()).status()).isEqualTo("DONE");
  }

  /// @param form what the name of the dialog at Discord is, or begins with
  /// @param prompt that it is filled in with, in place of the words below which the number is
  @ParameterizedTest
  @CsvSource({
    "describe, 1️⃣, MJ::Picreader::Modal::1,",
    "describe, 2️⃣, MJ::Picreader::Modal::2,",
    "describe, 3️⃣, MJ::Picreader::Modal::3,",
    "describe, 4️⃣, MJ::Picreader::Modal::4,",
    "describe, 4️⃣, MJ::Picreader::Modal::4, a gold owl",
    "shorten, 1️⃣, MJ::ImagineModal::,",
    "shorten, 2️⃣, MJ::ImagineModal::,",
    "shorten, 3️⃣, MJ::ImagineModal::, a gold fern",
    "shorten, 4️⃣, MJ::ImagineModal::,",
    "shorten, 5️⃣, MJ::ImagineModal::, a gold robot",
  })
  void whatANumberStandsForIsDrawn(
      String operation, String label, String form, @Nullable String prompt) {
    // given words with their numbers
    var studio = heard();
    var asked =
        operation.equals("describe")
            ? Map.of("url", "https://example.org/owl.png")
            : Map.of("prompt", "a very small robot waters a tall fern");
    var written = studio.done(studio.submit(operation, asked));
    var words =
        studio
            .job(written)
            .whole()
            .path("content")
            .asString()
            .lines()
            .filter(line -> line.startsWith(label + " "))
            .map(line -> line.substring(label.length()).strip())
            .findFirst()
            .orElseThrow();

    // when one of the numbers is pressed
    var drawn =
        prompt == null ? studio.pressOf(written, label) : press(studio, written, label, prompt);

    // then its dialog is filled in once, with these words or those, and what comes of it is the
    // job's
    var job = studio.awaitEnd(drawn);
    hasItsPicture(studio, job);
    filledInOnce(studio, form, prompt == null ? words : prompt);
    assertThat(job.whole().path("prompt").asString()).isEqualTo(prompt == null ? words : prompt);
    assertThat(job.sent()).isTrue();
    assertThat(job.buttons()).contains("U1", "V4", "🔄");
    assertThat(job.account()).isEqualTo(studio.job(written).account());
  }

  @Test
  void aMarkedRegionIsDrawnAnew() {
    var studio = heard();
    var one = studio.done(studio.pressOf(studio.done(studio.imagine()), "U3"));

    var region =
        studio.submit(
            "button",
            Map.of(
                "messageId",
                studio.messageId(one),
                "button",
                "Vary (Region)",
                "prompt",
                "a golden hat",
                "mask",
                "data:image/png;base64," + Dialog.MASK));

    // then the editor was told once, of this mask byte for byte, and drew the job's picture
    hasItsPicture(studio, studio.awaitEnd(region));
    filledInOnce(studio, "MJ::iframe::", "a golden hat");
    var marked = sent(studio).stream().filter(entry -> entry.type() == 5).findFirst().orElseThrow();
    assertThat(
            Download.of(easel.address("simulator") + "/control/uploads?name=" + marked.picture()))
        .isEqualTo(Base64.getDecoder().decode(Dialog.MASK));
  }

  @Test
  void aDialogThatDoesNotOpenEndsItsPressAtOnce() {
    var studio = heard();
    var one = studio.done(studio.pressOf(studio.done(studio.imagine()), "U2"));
    var user = studio.users.getFirst().userId();
    simulator.fault(Map.of("on", "interactions", "kind", "silent", "account", user));

    var zoomed = press(studio, one, "Custom Zoom", "a tin robot in a garden --zoom 1.7");

    // long before the deadline for a first sign
    var job =
        await("its end")
            .atMost(Duration.ofSeconds(20))
            .until(() -> studio.job(zoomed), Job::hasEnded);
    assertThat(job.reason()).as(job.whole().toString()).isEqualTo("NO_ANSWER");
    assertThat(job.sent()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hidden", "hiddenFinal", "imagineProgress"})
  void whatIsHiddenFromBotsIsDone(String option) {
    var studio = heard();
    simulator.set(
        studio.users.getFirst(),
        option.equals("imagineProgress") ? Map.of(option, "ephemeral") : Map.of(option, true));

    hasItsPicture(studio, studio.awaitEnd(studio.imagine()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"drop", "op7", "op9resumable", "op9"})
  void aSessionThatIsLostComesBackAndHearsOn(String kind) {
    var studio = heard();
    var user = studio.users.getFirst();
    var before = studio.sessions(user);
    simulator.fault(Map.of("on", "gateway", "kind", kind, "account", user.userId()));
    studio.awaitSession(user, before);
    order("BANNED_PROMPT", studio);

    var refused = studio.awaitEnd(studio.imagine());

    isRefused(studio, refused, "BANNED_PROMPT", "Banned prompt");
  }

  @Test
  void anAccountThatDrawsRelaxedRunsThreeAtOnce() {
    // given an account with places for twelve, whose owner has chosen relax mode by hand
    var studio = new Studio(easel, "PRO");
    var account = studio.link(12);
    simulator.change(studio.users.getFirst(), Map.of("mode", "relax"));
    simulator.change(studio.users.getFirst(), Map.of("fastHours", 12.5));
    var before = Instant.now();
    studio.hear(account);
    studio.awaitMode(account, "RELAX");

    // and its owner reads what else Midjourney says
    var info = studio.awaitFastTime(account, "12.50/");
    assertThat(info.path("subscription").asString()).startsWith("Pro (");
    assertThat(Instant.parse(info.path("at").asString())).isBetween(before, Instant.now());

    // when more is asked for than it then draws
    var held = Studio.word();
    simulator.hold(Map.of("promptContains", held));
    runThreeAtOnce(studio, jobs(studio, held, 5));
    studio.verify(new NothingLost(), new OneEnd(), new NothingTwice(), new RightPicture());
  }

  @Test
  void anAccountThatOnlyABotHearsRunsThreeAtOnceOnceItsMessagesSayRelaxed() {
    // given an account with places for twelve, whose owner has chosen relax mode by hand
    var studio = new Studio(easel, "PRO");
    var account = studio.link(12);
    simulator.change(studio.users.getFirst(), Map.of("mode", "relax"));
    studio.awaitMode(account, "");
    var held = Studio.word();
    simulator.hold(Map.of("promptContains", held));

    // when its first job is being drawn
    var jobs = jobs(studio, held, 1);
    studio.awaitMode(account, "RELAX");

    // then few others are beside it
    jobs.addAll(jobs(studio, held, 4));
    runThreeAtOnce(studio, jobs);

    // and more are once a picture says fast
    simulator.change(studio.users.getFirst(), Map.of("mode", "fast"));
    studio.done(studio.imagine());
    studio.awaitMode(account, "FAST");
    var fast = Studio.word();
    simulator.hold(Map.of("promptContains", fast));
    var more = jobs(studio, fast, 5);
    await("all run").until(() -> running(studio), running -> running == more.size());
    simulator.release(Map.of());
    more.forEach(studio::done);
    studio.verify(new NothingLost(), new OneEnd(), new NothingTwice(), new RightPicture());
  }

  private static List<String> jobs(Studio studio, String word, int count) {
    return new ArrayList<>(
        Stream.generate(() -> studio.imagine(word, "slowly " + word)).limit(count).toList());
  }

  private static long running(Studio studio) {
    var ledger = studio.ledger();
    return sent(studio).size() - ledger.stream().filter(entry -> entry.is("JOB_ENDED")).count();
  }

  /// Has held jobs of an account that draws relaxed run to their ends.
  private void runThreeAtOnce(Studio studio, List<String> jobs) {
    await("three run").until(() -> sent(studio).size(), sent -> sent == 3);
    await("and no more")
        .during(Duration.ofSeconds(4))
        .atMost(Duration.ofSeconds(10))
        .until(() -> sent(studio).size() == 3 && !has(studio, "JOB_WAITING"));

    // and the others follow them
    simulator.release(Map.of());
    jobs.forEach(studio::done);
  }

  /// A customer with one account, which is heard through its own session, too.
  private Studio heard() {
    var studio = new Studio(easel, "PRO");
    studio.hear(studio.link(12));
    return studio;
  }

  private static String path(EaselClient.Account account) {
    return "/discord/accounts/" + account.id();
  }

  private void order(String refusal, Studio studio) {
    var user = studio.users.getFirst().userId();
    simulator
        .call("POST", "/control/refusals", Map.of("refusal", refusal, "account", user))
        .expectSuccess();
  }

  private static String press(Studio studio, String finished, String label, String prompt) {
    return studio.submit(
        "button",
        Map.of("messageId", studio.messageId(finished), "button", label, "prompt", prompt));
  }

  private static boolean has(Studio studio, String kind) {
    return studio.ledger().stream().anyMatch(entry -> entry.is(kind));
  }

  /// What Midjourney was sent for jobs.
  private static List<Entry> sent(Studio studio) {
    return studio.ledger().stream()
        .filter(entry -> entry.is("INTERACTION") && entry.taken())
        .filter(entry -> !entry.command().equals("info"))
        .toList();
  }

  private static void isRefused(Studio studio, Job job, String reason, String words) {
    assertThat(job.status()).as(job.whole().toString()).isEqualTo("FAIL");
    assertThat(job.reason()).isEqualTo(reason);
    assertThat(job.sent()).isTrue();
    assertThat(job.whole().path("error").asString("")).contains(words);
    var answer =
        studio.ledger().stream()
            .filter(entry -> entry.is("MESSAGE") && entry.outcome().equals("CREATE"))
            .filter(entry -> "ephemeral".equals(entry.all().get("detail")))
            .reduce((_, last) -> last)
            .orElseThrow();
    var said = Instant.parse(answer.all().getOrDefault("at", ""));
    var told = Instant.parse(job.whole().path("finishedAt").asString());
    assertThat(Duration.between(said, told)).isLessThan(MOMENTS);
  }

  /// Its picture is the one that Midjourney drew last, byte for byte.
  private static void hasItsPicture(Studio studio, Job job) {
    assertThat(job.status()).as(job.whole().toString()).isEqualTo("DONE");
    var drawn =
        studio.ledger().stream()
            .filter(entry -> entry.is("JOB_ENDED"))
            .reduce((_, last) -> last)
            .orElseThrow();
    assertThat(LedgerReader.pathOf(job.whole().path("originalUrl").asString("")))
        .isEqualTo(LedgerReader.pathOf(drawn.picture()));
    assertThat(Download.of(String.valueOf(job.uri()))).isEqualTo(Download.of(drawn.picture()));
  }

  /// One press opened the form, and it was sent once.
  private static void filledInOnce(Studio studio, String form, String prompt) {
    var sent = sent(studio);
    var answers = sent.stream().filter(entry -> entry.type() == 5).toList();
    assertThat(answers).hasSize(1);
    assertThat(answers.getFirst().customId()).startsWith(form);
    assertThat(answers.getFirst().prompt()).isEqualTo(prompt);
    var shown = studio.ledger().stream().filter(entry -> entry.is("FORM")).toList();
    assertThat(shown).hasSize(1);
    assertThat(shown.getFirst().all().get("opener"))
        .isEqualTo(answers.getFirst().all().get("opener"));
  }
}
