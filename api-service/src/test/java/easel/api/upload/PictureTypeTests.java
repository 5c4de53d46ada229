package easel.api.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureTypeTests {
  @ParameterizedTest
  @CsvSource({
    "89504e470d0a1a0a0000, PNG",
    "ffd8ffe000104a464946, JPEG",
    "ffd8ffdb, JPEG",
    "524946461000000057454250, WEBP",
    "474946383961, GIF",
    "474946383761, GIF"
  })
  void aPictureIsRecognisedByItsContent(String hex, PictureType type) {
    assertThat(PictureType.of(HexFormat.of().parseHex(hex))).contains(type);
  }

  @ParameterizedTest
  @CsvSource({"''", "89504e47", "ffd8", "524946461000000057415645", "424d0000", "3c737667"})
  void whatIsNoPictureIsNotRecognised(String hex) {
    assertThat(PictureType.of(HexFormat.of().parseHex(hex))).isEmpty();
  }

  @Test
  void aNameInTheContentSaysNothing() {
    assertThat(PictureType.of("fox.png".getBytes(StandardCharsets.US_ASCII))).isEmpty();
  }
}
