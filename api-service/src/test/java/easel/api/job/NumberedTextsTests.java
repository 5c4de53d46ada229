package easel.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberedTextsTests {
  private static final String TEXTS =
      "Important words\n\n1️⃣ a fox, 2️⃣ in it --ar 3:2\n\n2⃣   a hare \n\n10️⃣ a dog";

  @ParameterizedTest
  @CsvSource({
    "MJ::Job::PicReader::1, 'a fox, 2️⃣ in it --ar 3:2'",
    "MJ::Job::PromptAnalyzer::2, a hare",
  })
  void aNumberDrawsTheTextOfItsLine(String customId, String text) {
    assertThat(NumberedTexts.isNumber(customId)).isTrue();
    assertThat(NumberedTexts.drawn(customId, TEXTS)).contains(text);
  }

  @ParameterizedTest
  @CsvSource({
    "MJ::Job::PicReader::3, true",
    "MJ::Job::PicReader::all, false",
    "MJ::Picread::Retry, false",
    "MJ::JOB::upsample::1::h, false",
  })
  void ofOthersNoTextIsKnown(String customId, boolean isNumber) {
    assertThat(NumberedTexts.isNumber(customId)).isEqualTo(isNumber);
    assertThat(NumberedTexts.drawn(customId, TEXTS)).isEmpty();
  }

  @Test
  void withoutTextsNoneIsKnown() {
    assertThat(NumberedTexts.drawn("MJ::Job::PicReader::1", null)).isEmpty();
  }
}
