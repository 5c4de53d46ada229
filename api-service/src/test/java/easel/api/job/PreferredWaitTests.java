package easel.api.job;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferredWaitTests {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          wait=30                           | 30
          Wait = 30                         | 30
          wait="5"                          | 5
          respond-async, wait=10            | 10
          wait=10; foo=bar, return=minimal  | 10
          wait=3, wait=9                    | 3
          wait=61                           | 60
          wait=999999999                    | 60
          wait=0                            | 0
          """)
  void isReadFromWhatIsPreferred(String header, long seconds) {
    var wait = requireNonNull(PreferredWait.of(header));
    assertThat(wait.atMost()).hasSeconds(seconds);
    assertThat(wait.applied()).isEqualTo("wait=" + seconds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "respond-async", "wait", "wait=", "wait=-1", "wait=x", "await=3"})
  void thatIsNotUnderstoodIsIgnored(String header) {
    assertThat(PreferredWait.of(header)).isNull();
  }

  @Test
  void thatIsNotThereIsNone() {
    assertThat(PreferredWait.of(null)).isNull();
  }
}
