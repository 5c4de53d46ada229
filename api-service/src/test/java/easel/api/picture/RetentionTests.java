package easel.api.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTests {
  @Test
  void isADurationOrNone() {
    assertThat(Retention.parse("X", "30d")).isEqualTo(new Retention(Duration.ofDays(30)));
    assertThat(Retention.parse("X", " 12h ")).isEqualTo(new Retention(Duration.ofHours(12)));
    assertThat(Retention.parse("X", "OFF").span()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0d", "-1d", "for ever", "30 days"})
  void anythingElseIsRefusedByName(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Retention.parse("EASEL_PICTURE_RETENTION", text))
        .withMessageContaining("EASEL_PICTURE_RETENTION")
        .withMessageContaining("30d");
  }
}
