package easel.systemtests.demo;

import static org.assertj.core.api.Assertions.assertThat;

import easel.systemtests.demo.Story.Accepted;
import easel.systemtests.demo.Story.Kind;
import easel.systemtests.demo.Story.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoryTests {
  private static final long SECOND = 1_000_000_000;

  private final List<Accepted> accepted = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final Map<Integer, String> told = new HashMap<>();

  @Test
  void theFourthJobStartsWhenTheFirstEnds() {
    accept(1, 2, 3, 4);
    run(1, "ada", 0, 10);
    run(2, "ada", 1, 11);
    run(3, "ada", 2, 12);
    run(4, "ada", 10, 20);

    assertThat(story("ada").flaws()).isEmpty();
  }

  @Test
  void aFourthJobBesideThreeIsAFlaw() {
    accept(1, 2, 3, 4);
    run(1, "ada", 0, 10);
    run(2, "ada", 0, 11);
    run(3, "ada", 0, 12);
    run(4, "ada", 1, 20);

    assertThat(story("ada").flaws())
        .containsExactly("ada: expected at most 3 jobs at once, got: 4 with job 4");
  }

  @Test
  void aSlotLeftEmptyIsAFlaw() {
    accept(1);
    run(1, "ada", 5, 10);

    assertThat(story("ada").flaws())
        .containsExactly("ada: expected job 1 within 3 s of a free place, got: 5000 ms");
  }

  @Test
  void anOvertakingJobIsAFlaw() {
    accept(1, 2);
    run(1, "ada", 2, 10);
    run(2, "ada", 1, 10);

    assertThat(story("ada").flaws())
        .containsExactly("ada: expected jobs in order, got: job 1 after job 2");
  }

  @Test
  void aLostJobIsAFlaw() {
    accept(1);

    assertThat(story("ada").flaws())
        .containsExactly(
            "job 1: expected to be sent once, got: 0 times",
            "job 1: expected to be done once, got: 0 times");
  }

  @Test
  void twoJobsInARowOnOneOfTwoAccountsAreAFlaw() {
    accept(1, 2);
    run(1, "ada", 0, 10);
    run(2, "ada", 0, 10);

    assertThat(story("ada", "ben").flaws())
        .containsExactly("expected the accounts in turn, got: jobs 1 and 2 on ada");
  }

  @Test
  void anAccountThatEaselNamesWronglyIsAFlaw() {
    accept(1);
    run(1, "ada", 0, 10);
    told.put(1, "ben");

    assertThat(story("ada").flaws()).containsExactly("job 1 ran on ada, but Easel says: ben");
  }

  private void accept(int... jobs) {
    for (var job : jobs) {
      accepted.add(new Accepted(job, 0));
    }
  }

  private void run(int job, String account, long from, long until) {
    steps.add(new Step(job, account, from * SECOND, Kind.SENT));
    steps.add(new Step(job, account, until * SECOND, Kind.DONE));
    told.put(job, account);
  }

  private Story story(String... accounts) {
    return new Story(3, List.of(accounts), accepted, steps, told);
  }
}
