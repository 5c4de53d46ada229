package easel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.systemtests.promise.FirstComeFirstServed;
import easel.systemtests.promise.History;
import easel.systemtests.promise.NeverOverTheLimit;
import easel.systemtests.promise.NothingLost;
import easel.systemtests.promise.NothingTwice;
import easel.systemtests.promise.OneEnd;
import easel.systemtests.promise.Promise;
import easel.systemtests.promise.RightPicture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Jobs that look alike at Discord: each is told its own picture, or none (P7).
@ExtendWith(Impatient.class)
class RightPictureTests {
  private static final Promise[] ALL = {
    new NothingLost(),
    new OneEnd(),
    new NothingTwice(),
    new NeverOverTheLimit(Duration.ZERO),
    new FirstComeFirstServed(),
    new RightPicture()
  };

  private final Deployment easel;
  private final Simulator simulator;

  RightPictureTests(Deployment easel) {
    this.easel = easel;
    this.simulator = easel.simulator();
  }

  @BeforeEach
  void endsOutOfOrder() {
    simulator.set(
        Map.of("jobMs", Map.of("min", 200, "max", 1500), "waitingMs", 30, "upscaleMs", 300));
  }

  @Test
  void sixtyJobsWithOnePromptOnAllSlotsOfAnAccount() {
    // given an account that runs three at once
    var studio = studio(3);
    var word = Studio.word();

    // when the same prompt is submitted sixty times
    for (int i = 0; i < 60; i++) {
      studio.imagine(word, "a tin robot waters a fern " + word);
    }

    // then all have their own picture, though they ended out of order
    studio.verify(ALL);
    assertThat(studio.history.told()).hasSize(60);
    assertThat(overtaken(studio.history)).as("ends before an earlier job's").isGreaterThan(9);
  }

  @Test
  void promptsThatMidjourneyRewritesIntoOne() {
    var studio = studio(3);
    var word = Studio.word();
    var alike =
        List.of(
            "a robot — %s https://example.com/a.png",
            "a  robot  —  %s https://example.com/a.png",
            "a\nrobot -- %s https://example.com/a.png",
            "a robot — %s https://example.com/b.png");

    for (int i = 0; i < 12; i++) {
      studio.imagine(word, alike.get(i % alike.size()).formatted(word));
    }

    studio.verify(ALL);
  }

  @Test
  void startsThatAreHidden() {
    var studio = studio(3);
    simulator.set(studio.users.getFirst(), Map.of("imagineProgress", "ephemeral"));
    var word = Studio.word();

    for (int i = 0; i < 12; i++) {
      studio.imagine(word, "nobody sees this begin " + word);
    }

    studio.verify(ALL);
  }

  @Test
  void startsThatAreMissed() {
    // given jobs that run for a while
    var studio = studio(3);
    simulator.set(Map.of("jobMs", Map.of("min", 1500, "max", 3000), "waitingMs", 300));
    var word = Studio.word();

    // when the bots lose their sessions again and again, and what was said meanwhile with them
    for (int i = 0; i < 9; i++) {
      studio.imagine(word, "seen by nobody " + word);
      if (i % 3 == 0) {
        simulator.fault(Map.of("on", "gateway", "kind", "op9", "count", 2));
      }
    }

    studio.verify(ALL);
  }

  @Test
  void picturesThatAreHiddenInFullAreShownOnceMore() {
    // given an account that is heard by a bot alone, whose pictures no bot sees
    var studio = studio(3);
    simulator.set(studio.users.getFirst(), Map.of("hiddenFinal", true));

    // when more is imagined than runs at once
    var words = Stream.generate(Studio::word).limit(6).toList();
    words.forEach(word -> studio.imagine(word, "hidden in the end " + word));

    // then each job is told its own picture, for which it was asked once
    studio.verify(
        new NothingLost(),
        new OneEnd(),
        new NothingTwice(),
        new NeverOverTheLimit(Duration.ZERO),
        new FirstComeFirstServed());
    for (int i = 0; i < words.size(); i++) {
      var word = words.get(i);
      var job = studio.job(word + "-" + (i + 1));
      assertThat(job.status()).as(job.whole().toString()).isEqualTo("DONE");
      var drawn =
          studio.ledger().stream()
              .filter(entry -> entry.is("JOB_ENDED") && entry.prompt().contains(word))
              .findFirst()
              .orElseThrow();
      assertThat(job.whole().path("originalUrl").asString()).contains(drawn.job());
      assertThat(Download.of(String.valueOf(job.uri()))).isEqualTo(Download.of(drawn.picture()));
    }
    assertThat(studio.ledger().stream().filter(entry -> isShow(entry) && entry.taken()))
        .hasSize(words.size());
  }

  private static boolean isShow(Simulator.Entry entry) {
    return entry.is("INTERACTION") && entry.command().equals("show");
  }

  @Test
  void equalAndSimilarPressesOfOneGrid() {
    // given a grid whose upscales may be repeated
    var studio = studio(3);
    simulator.set(Map.of("repeatedUpscale", "accept"));
    var word = Studio.word();
    var grid = studio.imagine(word, "a grid " + word);
    assertThat(studio.awaitEnd(grid).status()).isEqualTo("DONE");

    // when all at once are pressed: U1 and V1, V1 and V2, the very same twice
    for (var label : List.of("U1", "V1", "V2", "V1", "U1", "U2")) {
      studio.press(grid, label);
    }

    // then each has its own picture; those that read alike run one after another
    studio.verify(
        new NothingLost(),
        new OneEnd(),
        new NothingTwice(),
        new NeverOverTheLimit(Duration.ZERO),
        new RightPicture());
    assertThat(studio.history.told()).hasSize(7);
  }

  @Test
  void aPersonWhoTypesInAThread() {
    // given a job that runs in a thread
    var studio = studio(1);
    var word = Studio.word();
    simulator.hold(Map.of("promptContains", word));
    var tag = studio.imagine(word, "typed beside " + word);
    var thread =
        await("the job at Discord")
            .until(
                () ->
                    studio.ledger().stream()
                        .filter(entry -> entry.is("JOB_RUNNING"))
                        .findFirst()
                        .map(Simulator.Entry::channel)
                        .orElse(""),
                channel -> !channel.isEmpty());

    // when the person imagines something else there, which is finished first
    simulator
        .call(
            "POST",
            "/control/accounts/" + studio.users.getFirst().userId() + "/type",
            Map.of("channelId", thread, "prompt", "by hand"))
        .expectSuccess();
    await("the other picture").until(() -> ended(studio, "by hand"));
    simulator.release(Map.of("promptContains", word));

    // then the job is told its own picture, or that nobody can tell
    var job = studio.awaitEnd(tag);
    studio.verify(new OneEnd(), new NothingTwice(), new RightPicture());
    if (!job.status().equals("DONE")) {
      assertThat(job.reason()).isIn("TIMEOUT", "NO_ANSWER");
    }
    // and the account goes on, in another thread if need be
    var after = Studio.word();
    assertThat(studio.awaitEnd(studio.imagine(after, "afterwards " + after)).status())
        .isEqualTo("DONE");
  }

  @Test
  void aLatePictureOfATimedOutJobIsNobodys() {
    // given two jobs with one prompt of which the first falls silent
    var studio = studio(2);
    var word = Studio.word();
    simulator.hold(Map.of("promptContains", word));
    var silent = studio.imagine(word, "late " + word);
    assertThat(studio.awaitEnd(silent).reason()).isEqualTo("TIMEOUT");
    var running = studio.imagine(word, "late " + word);
    await("the second at Discord")
        .until(
            () -> studio.ledger().stream().filter(entry -> entry.is("JOB_RUNNING")).count() == 2);

    // when the first's picture comes while the second runs
    simulator.release(Map.of("promptContains", word, "count", 1));
    await("the late picture").until(() -> ended(studio, word));

    // then neither gets it
    simulator.release(Map.of("promptContains", word));
    assertThat(studio.awaitEnd(running).status()).isEqualTo("DONE");
    studio.verify(new OneEnd(), new NothingTwice(), new RightPicture());
    assertThat(studio.job(silent).status()).isEqualTo("FAIL");
    // though it was asked for once before the first was given up
    assertThat(studio.ledger().stream().filter(RightPictureTests::isShow)).hasSize(1);
    // the ends came in the order of the sends: the second was told the second picture
    var pictures =
        studio.ledger().stream()
            .filter(entry -> entry.is("JOB_ENDED"))
            .map(Simulator.Entry::picture)
            .toList();
    assertThat(pictures).hasSize(2);
    assertThat(studio.job(running).whole().path("originalUrl").asString())
        .contains(java.net.URI.create(pictures.getLast()).getPath());
  }

  private Studio studio(int limit) {
    var studio = new Studio(easel, "PRO");
    studio.link(limit);
    return studio;
  }

  private static boolean ended(Studio studio, String words) {
    return studio.ledger().stream()
        .anyMatch(entry -> entry.is("JOB_ENDED") && entry.prompt().contains(words));
  }

  /// How many jobs were sent before another and ended after it.
  private static int overtaken(History history) {
    var sent = new ArrayList<String>();
    history.sends().forEach(send -> sent.add(send.tag()));
    int overtaken = 0;
    int latest = -1;
    for (var end : history.ends()) {
      int place = sent.indexOf(end.tag());
      if (place < latest) {
        overtaken++;
      }
      latest = Math.max(latest, place);
    }
    return overtaken;
  }
}
