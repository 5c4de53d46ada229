package easel.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import easel.systemtests.chaos.Doing.ChangeLimit;
import easel.systemtests.chaos.Doing.PauseQueue;
import easel.systemtests.chaos.Doing.Relink;
import easel.systemtests.chaos.Doing.Say;
import easel.systemtests.chaos.Doing.TypeImagine;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DiaryTests {
  @Test
  void theSameSeedGivesTheSameList() {
    var hour = Duration.ofHours(1);

    assertThat(Diary.of(7, hour)).isEqualTo(Diary.of(7, hour)).isNotEqualTo(Diary.of(8, hour));
  }

  @Test
  void inTwoMinutesPeopleDoEverythingThatTheyDo() {
    assertThat(Diary.of(7, Duration.ofMinutes(2)).entries())
        .extracting(Diary.Entry::doing)
        .hasAtLeastOneElementOfType(ChangeLimit.class)
        .hasAtLeastOneElementOfType(PauseQueue.class)
        .hasAtLeastOneElementOfType(Relink.class)
        .hasAtLeastOneElementOfType(Say.class)
        .hasAtLeastOneElementOfType(TypeImagine.class);
  }
}
