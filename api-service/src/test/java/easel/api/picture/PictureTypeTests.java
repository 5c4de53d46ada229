package easel.api.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTypeTests {
  @ParameterizedTest
  @CsvSource({
    "89504e470d0a1a0a00, PNG",
    "ffd8ffe0, JPEG",
    "ffd8ffdb, JPEG",
    "474946383961, GIF",
    "474946383761, GIF",
    "52494646ffffffff5745425056, WEBP",
    "000000206674797069736f6d, MP4"
  })
  void aFileIsKnownByHowItBegins(String beginning, PictureType type) {
    assertThat(PictureType.of(HexFormat.of().parseHex(beginning))).contains(type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "%PDF-1.7",
        "RIFF....WAVE",
        "RIFF....WEB",
        "GIF",
        "GIF88a",
        "BM",
        "\u0089PNG",
        "\u00FF\u00D8",
        "<svg/>",
        "fox.png"
      })
  void anythingElseIsNoPicture(String content) {
    assertThat(PictureType.of(content.getBytes(StandardCharsets.ISO_8859_1))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MP4")
  void everyKindOfPictureHasAReader(PictureType type) {
    assertThat(type.newReader()).isNotNull();
    assertThat(PictureType.PICTURES).contains(type);
  }

  @ParameterizedTest
  @EnumSource
  void everyKindHasAName(PictureType type) {
    assertThat(PictureType.named(type.mediaType())).contains(type);
  }

  @Test
  void anotherNameIsNone() {
    assertThat(PictureType.named("image/svg+xml")).isEmpty();
  }
}
