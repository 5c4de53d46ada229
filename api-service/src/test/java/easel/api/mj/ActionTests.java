package easel.api.mj;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.message.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActionTests {
  @ParameterizedTest
  @CsvSource({
    "MJ::JOB::upsample::2::9d1c, UPSCALE",
    "MJ::JOB::upsample_v7_2x_subtle::1::9d1c::SOLO, UPSCALE",
    "MJ::JOB::variation::3::9d1c, VARIATION",
    "MJ::JOB::low_variation::1::9d1c::SOLO, VARIATION",
    "MJ::JOB::high_variation::1::9d1c::SOLO, VARIATION",
    "MJ::JOB::reroll::0::9d1c::SOLO, REROLL",
    "MJ::JOB::pan_left::1::9d1c::SOLO, PAN",
    "MJ::Outpaint::50::1::9d1c::SOLO, ZOOM",
    "MJ::CustomZoom::9d1c, ZOOM",
    "MJ::Inpaint::1::9d1c::SOLO, INPAINT",
    "MJ::JOB::animate_high::1::9d1c::SOLO, ACTION",
    "MJ::BOOKMARK::9d1c, ACTION",
    "MJ::Picread::Retry, DESCRIBE",
    "anything, ACTION"
  })
  void ofAButtonIsReadOffItsName(String customId, Action action) {
    assertThat(Action.of(SomeJob.press("x", customId))).isEqualTo(action);
  }

  @Test
  void ofAPromptIsImagine() {
    assertThat(Action.of(new Command.Imagine("a fox"))).isEqualTo(Action.IMAGINE);
  }
}
