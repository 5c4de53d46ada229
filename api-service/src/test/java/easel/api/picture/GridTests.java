package easel.api.picture;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.message.Button;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridTests {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "MJ::JOB::upsample::4::9d1c0000-0000-0000-0000-000000000000",
        "MJ::JOB::variation::4::9d1c0000-0000-0000-0000-000000000000"
      })
  void aFourthPictureThatCanBeChosenMakesAGrid(String customId) {
    assertThat(Grid.isOffered(List.of(new Button("?", "x"), new Button("?", customId)))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MJ::JOB::upsample::1::x",
        "MJ::JOB::upsample_v7_2x_subtle::1::x::SOLO",
        "MJ::JOB::upsample_v5_4x::1::x::SOLO",
        "MJ::JOB::low_variation::1::x::SOLO",
        "MJ::JOB::reroll::0::x::SOLO",
        "MJ::Job::PicReader::4",
        "MJ::Outpaint::50::1::x::SOLO",
        "https://www.midjourney.com/jobs/4"
      })
  void nothingElseDoes(String customId) {
    assertThat(Grid.isOffered(List.of(new Button("U4", customId)))).isFalse();
  }

  @Test
  void aPictureWithoutButtonsIsASingleOne() {
    assertThat(Grid.isOffered(List.of())).isFalse();
  }
}
