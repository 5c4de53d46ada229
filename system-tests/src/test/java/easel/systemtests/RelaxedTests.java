package easel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.systemtests.Simulator.Entry;
import easel.systemtests.promise.NothingLost;
import easel.systemtests.promise.NothingTwice;
import easel.systemtests.promise.OneEnd;
import easel.systemtests.promise.RightPicture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// Midjourney draws each job in the mode that it asks for, and three relaxed ones of an account at
/// once, whatever its plan: no more are sent to it, read off Discord's side of the wire.
@ExtendWith(TwoOfEach.class)
class RelaxedTests {
  private static final int RELAXED = 3;

  private final Deployment easel;
  private final Simulator simulator;

  RelaxedTests(Deployment easel) {
    this.easel = easel;
    this.simulator = easel.simulator();
  }

  /// How a mode is asked for.
  enum Asked {
    BY_PROMPT {
      @Override
      String imagine(Studio studio, String word, String mode) {
        return studio.imagine(word, "a tin robot " + word + " --" + mode);
      }
    },
    BY_ADDRESS {
      @Override
      String imagine(Studio studio, String word, String mode) {
        return studio.imagineIn(mode, word, "a tin robot " + word);
      }
    };

    abstract String imagine(Studio studio, String word, String mode);
  }

  @BeforeEach
  void quickly() {
    simulator.set(Map.of("jobMs", Map.of("min", 200, "max", 800), "waitingMs", 30));
  }

  @ParameterizedTest
  @EnumSource
  void threeRelaxedJobsRunBesideFastOnes(Asked asked) {
    // given an account with places for twelve, none of whose jobs finishes
    var studio = new Studio(easel, "PRO");
    studio.link(12);
    hold(studio);

    // when fast jobs, then five relaxed ones, then one more fast one are asked for
    var jobs = new ArrayList<>(List.of(fast(studio), fast(studio)));
    var words = Stream.generate(Studio::word).limit(5).toList();
    words.forEach(word -> jobs.add(asked.imagine(studio, word, "relax")));
    jobs.add(fast(studio));

    // then three of the relaxed ones run beside the fast ones before them
    var running = 2 + RELAXED;
    areSentAndNoMore(studio, running);
    assertThat(modes(studio)).containsExactlyInAnyOrder("fast", "fast", "relax", "relax", "relax");

    // and with the end of one the next is sent, which came before the last fast one
    simulator.release(Map.of("promptContains", words.getFirst(), "count", 1));
    areSentAndNoMore(studio, running + 1);
    assertThat(sent(studio).getLast().prompt()).contains(words.get(RELAXED), "--relax");

    // and all are drawn, never more than three of them relaxed at once
    simulator.release(Map.of());
    jobs.forEach(studio::done);
    assertThat(mostAtOnce(studio, entry -> entry.prompt().contains("--relax"))).isEqualTo(RELAXED);
    verify(studio);
  }

  @ParameterizedTest
  @CsvSource({
    "BY_PROMPT, fast, relax",
    "BY_PROMPT, turbo, fast",
    "BY_ADDRESS, fast, turbo",
    "BY_ADDRESS, turbo, relax",
  })
  void aJobIsDrawnInTheModeThatItAsksForWhateverTheAccountsOwnIs(
      Asked asked, String mode, String own) {
    // given an account whose own mode is another
    var studio = new Studio(easel, "PRO");
    studio.link(12);
    simulator.change(studio.users.getFirst(), Map.of("mode", own));
    hold(studio);

    // when two jobs ask for one, and one for none
    var jobs = new ArrayList<String>();
    jobs.add(asked.imagine(studio, Studio.word(), mode));
    jobs.add(asked.imagine(studio, Studio.word(), mode));
    jobs.add(studio.imagine());

    // then Midjourney draws them so, and each is told its own picture
    await("they run").until(() -> modes(studio).size(), count -> count == jobs.size());
    assertThat(modes(studio)).containsExactlyInAnyOrder(mode, mode, own);
    assertThat(sent(studio)).filteredOn(entry -> entry.prompt().endsWith(" --" + mode)).hasSize(2);
    simulator.release(Map.of());
    jobs.forEach(studio::done);
    verify(studio);
  }

  @Test
  void anAccountInRelaxModeRunsThreeAtOnceWhateverIsAskedFor() {
    // given an account with places for twelve that is in relax mode, and is known to be
    var studio = new Studio(easel, "PRO");
    var account = studio.link(12);
    simulator.change(studio.users.getFirst(), Map.of("mode", "relax"));
    studio.hear(account);
    studio.awaitMode(account, "RELAX");
    hold(studio);

    // when jobs are asked for that name no mode, this or another
    var jobs = new ArrayList<String>();
    for (var parameter : List.of("", " --fast", " --relax", " --fast", "", " --relax")) {
      var word = Studio.word();
      jobs.add(studio.imagine(word, "slowly " + word + parameter));
    }

    // then three run
    areSentAndNoMore(studio, RELAXED);

    // and all are drawn, never more than three at once
    simulator.release(Map.of());
    jobs.forEach(studio::done);
    assertThat(mostAtOnce(studio, _ -> true)).isEqualTo(RELAXED);
    verify(studio);
  }

  private void hold(Studio studio) {
    simulator.hold(Map.of("account", studio.users.getFirst().userId()));
  }

  private static String fast(Studio studio) {
    var word = Studio.word();
    return studio.imagine(word, "quickly " + word + " --fast");
  }

  private static void areSentAndNoMore(Studio studio, int count) {
    await("%d are sent".formatted(count)).until(() -> sent(studio).size(), sent -> sent >= count);
    await("and no more")
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(10))
        .until(() -> sent(studio).size() == count);
    assertThat(studio.ledger()).noneMatch(entry -> entry.is("JOB_WAITING"));
  }

  /// In which modes Midjourney draws the jobs that run.
  private List<String> modes(Studio studio) {
    return simulator.openJobs(studio.users.getFirst()).stream()
        .map(job -> job.required("mode"))
        .map(JsonNode::asString)
        .toList();
  }

  /// What Midjourney was sent for jobs.
  private static List<Entry> sent(Studio studio) {
    return studio.ledger().stream()
        .filter(entry -> entry.is("INTERACTION") && entry.command().equals("imagine"))
        .filter(Entry::taken)
        .toList();
  }

  /// The most jobs of a kind that were sent and had not ended.
  private static int mostAtOnce(Studio studio, Predicate<Entry> kind) {
    var open = new HashSet<String>();
    var most = 0;
    for (var entry : studio.ledger()) {
      if (entry.command().equals("imagine") && kind.test(entry)) {
        if (entry.is("INTERACTION") && entry.taken()) {
          open.add(entry.prompt());
        } else if (entry.is("JOB_ENDED")) {
          open.remove(entry.prompt());
        }
      }
      most = Math.max(most, open.size());
    }
    return most;
  }

  private static void verify(Studio studio) {
    studio.verify(new NothingLost(), new OneEnd(), new NothingTwice(), new RightPicture());
  }
}
