package easel.api.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import easel.api.http.Problem;
import easel.api.http.Problem.FieldError;
import easel.api.job.JobFilter.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobFilterTests {
  @Test
  void fieldsAreReadAndEmptyOnesAreNothing() {
    var filter =
        JobFilter.of(
            new Fields(" red fox ", "", "42", "imagine", "FAIL", "2026-11-27", "2026-11-27 14:30"),
            List.of(42L));
    assertThat(filter)
        .isEqualTo(
            new JobFilter(
                "red fox",
                null,
                42L,
                Operation.IMAGINE,
                Status.FAIL,
                Instant.parse("2026-11-27T00:00:00Z"),
                Instant.parse("2026-11-27T14:30:00Z")));
    assertThat(JobFilter.of(new Fields("", null, null, " ", null, null, null), List.of()).isEmpty())
        .isTrue();
  }

  @Test
  void eachBadFieldIsNamed() {
    var fields = new Fields("a\0b", null, "7", "paint", "OPEN", "soon", "2026-13-01");
    var problem = catchThrowableOfType(Problem.class, () -> JobFilter.of(fields, List.of(42L)));
    assertThat(problem.errors().stream().map(FieldError::field).toList())
        .containsExactly("q", "account", "operation", "state", "from", "to");
  }

  @Test
  void aSpanEndsAfterItBegins() {
    var fields = new Fields(null, null, null, null, null, "2026-11-28", "2026-11-27");
    var problem = catchThrowableOfType(Problem.class, () -> JobFilter.of(fields, List.of()));
    assertThat(problem.errors().stream().map(FieldError::field).toList()).containsExactly("to");
  }

  @Test
  void anAddressHoldsWhatIsTypedHoweverItIsWritten() {
    var fields = new Fields("50% {fox} & c+d", null, null, null, "FAIL", null, null);
    assertThat(fields.address("/jobs", Map.of("before", "")))
        .isEqualTo("/jobs?q=50%25%20%7Bfox%7D%20%26%20c%2Bd&state=FAIL");
  }
}
