package easel.api.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateTests {
  @Test
  void isReadAsRequestsPerTime() {
    assertThat(Rate.parse("X", "10/1s")).contains(new Rate(10, Duration.ofSeconds(1)));
    assertThat(Rate.parse("X", " off ")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "0/1s", "10/0s", "10/s", "-1/1s", "10/1m"})
  void anythingElseIsRefusedByName(String text) {
    assertThatThrownBy(() -> Rate.parse("EASEL_RATE_LIMIT_GENERAL", text))
        .hasMessageContaining("EASEL_RATE_LIMIT_GENERAL")
        .hasMessageContaining("10/1s");
  }
}
