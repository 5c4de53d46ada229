package easel.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import easel.api.job.JobNews.Told;
import easel.api.job.Timeline.Entry;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimelineTests {
  private static final Instant START = Instant.parse("2026-11-27T10:00:00Z");

  @Test
  void eachStepHasItsTimeAndHowLongAfterTheOneBefore() {
    var entries =
        Timeline.of(
            List.of(step("accepted", 0, null), step("queued", 40, null), step("sent", 2_340, null)),
            List.of(),
            Status.PROCESSING);
    assertThat(entries.stream().map(Entry::title).toList())
        .containsExactly("Accepted", "In its queue", "At Discord");
    assertThat(entries.stream().map(it -> String.valueOf(it.since())).toList())
        .containsExactly("null", "40 ms", "2.3 s");
    assertThat(entries.get(2).at().clock()).isEqualTo("27 Nov, 10:00:02.340");
  }

  @Test
  void progressIsToldOnce() {
    var entries =
        Timeline.of(
            List.of(
                step("progress", 10, null), step("progress", 20, null), step("progress", 30, null)),
            List.of(),
            Status.PROCESSING);
    assertThat(entries).hasSize(1);
  }

  @Test
  void itGoesOnToTheWebhook() {
    var told =
        new Told(
            "wd-7",
            "FAIL",
            "FAILED",
            START.plusMillis(100),
            START.plusMillis(5_100),
            3,
            "HTTP 500");
    var entries =
        Timeline.of(
            List.of(step("accepted", 0, null), step("ended", 90, "FAIL TIMEOUT: silence")),
            List.of(told),
            Status.FAIL);
    assertThat(entries.stream().map(Entry::title).toList())
        .containsExactly("Accepted", "Failed", "Webhook FAIL due", "Webhook FAIL not delivered");
    assertThat(entries.get(1).detail()).isEqualTo("FAIL TIMEOUT: silence");
    assertThat(entries.getLast().detail()).isEqualTo("3 attempts, last: HTTP 500");
    assertThat(entries.getLast().since()).isEqualTo("5.0 s");
    assertThat(entries.stream().map(Entry::delivery).toList())
        .containsExactly(null, null, null, "wd-7");
  }

  private static TraceStep step(String step, long millis, @Nullable String detail) {
    return new TraceStep(step, START.plusMillis(millis), null, null, null, null, detail);
  }
}
