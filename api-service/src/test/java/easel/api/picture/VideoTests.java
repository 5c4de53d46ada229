package easel.api.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoTests {
  @ParameterizedTest
  @CsvSource({
    "https://cdn.discordapp.com/attachments/1/2/fox_9d1c.mp4, true",
    "https://cdn.discordapp.com/attachments/1/2/fox_9d1c.mp4?ex=1&is=2&hm=3, true",
    "https://cdn.discordapp.com/attachments/1/2/fox_9d1c.webp?name=a.mp4, false",
    "https://cdn.discordapp.com/attachments/1/2/fox.mp4_9d1c.png, false"
  })
  void aVideoIsKnownByTheNameOfItsFile(String link, boolean isVideo) {
    assertThat(Video.isAt(link)).isEqualTo(isVideo);
  }

  @Test
  void nothingIsNone() {
    assertThat(Video.isAt(null)).isFalse();
  }
}
