package easel.api.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;

class BoardPagesTests {
  @ParameterizedTest
  @ValueSource(strings = {"PT15S", "PT30S", "PT1H"})
  void aBoardIsNeverSilentForAsLongAsItsScriptWaits(Duration configured) throws IOException {
    assertThat(BoardPages.heartbeat(configured).multipliedBy(2)).isLessThan(silenceOfTheScript());
  }

  @Test
  void aShorterHeartbeatIsKept() {
    assertThat(BoardPages.heartbeat(Duration.ofMillis(100))).isEqualTo(Duration.ofMillis(100));
  }

  private static Duration silenceOfTheScript() throws IOException {
    var script =
        new ClassPathResource("static/assets/board.js").getContentAsString(StandardCharsets.UTF_8);
    var silence = Pattern.compile("LONGEST_SILENCE = ([0-9]+);").matcher(script);
    assertThat(silence.find()).isTrue();
    return Duration.ofMillis(Long.parseLong(silence.group(1)));
  }
}
