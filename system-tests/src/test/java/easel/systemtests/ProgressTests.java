package easel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What workers say of a job under way.
@ExtendWith(Impatient.class)
class ProgressTests {
  private static final int SECONDS = 3;
  private static final int STEPS = 40;

  @Test
  void progressIsToldAtMostOnceASecond(Deployment easel) {
    // given a job of which Midjourney says something many times a second
    easel
        .simulator()
        .set(Map.of("jobMs", SECONDS * 1_000, "progressSteps", STEPS, "waitingMs", 30));
    var studio = new Studio(easel, "PRO");
    studio.link(1);
    var word = Studio.word();
    try (var rabbit = new Rabbit(easel)) {
      var progress = rabbit.listen("job.progress");

      // when it runs
      var tag = studio.imagine(word, "a tin robot " + word);
      assertThat(studio.awaitEnd(tag).status()).isEqualTo("DONE");

      // then it is told at its beginning and once for each second that began since
      var said =
          rabbit.takeAll(progress).stream()
              .filter(reply -> reply.contains(studio.messageId(tag)))
              .toList();
      assertThat(said).hasSizeBetween(2, SECONDS + 2);
    }
  }
}
