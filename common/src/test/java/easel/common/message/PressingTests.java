package easel.common.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PressingTests {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MJ::JOB::upsample::1::h                     | AT_ONCE      | false
          MJ::JOB::variation::3::h                    | AT_ONCE      | true
          MJ::JOB::reroll::0::h::SOLO                 | AT_ONCE      | true
          MJ::JOB::low_variation::1::h::SOLO          | AT_ONCE      | true
          MJ::JOB::high_variation::1::h::SOLO         | AT_ONCE      | true
          MJ::JOB::upsample_v7_2x_subtle::1::h::SOLO  | AT_ONCE      | false
          MJ::Outpaint::75::1::h::SOLO                | AT_ONCE      | false
          MJ::JOB::pan_left::1::h::SOLO               | AT_ONCE      | true
          MJ::BOOKMARK::h                             | AT_ONCE      | false
          MJ::Picread::Retry                          | AT_ONCE      | false
          MJ::CustomZoom::h                           | DIALOG       | true
          MJ::Inpaint::1::h::SOLO                     | WEB_PAGE     | true
          MJ::Job::PicReader::2                       | DIALOG       | true
          MJ::Job::PromptAnalyzer::5                  | DIALOG       | true
          MJ::Job::PicReader::all                     | SEVERAL_JOBS | false
          """)
  void aButtonSaysWhatFollows(String customId, Pressing pressing, boolean takesPrompt) {
    assertThat(Pressing.of(customId)).isEqualTo(pressing);
    assertThat(Pressing.takesPrompt(customId)).isEqualTo(takesPrompt);
  }
}
