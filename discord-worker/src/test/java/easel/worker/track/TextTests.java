package easel.worker.track;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.message.Reply.AccountState.Mode;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TextTests {
  static Stream<Arguments> texts() {
    return Stream.of(
        reads("**a tin robot** - <@13> (Waiting to start)", new Text.Started("13", true)),
        reads(
            "Upscaling image #3 with **a tin robot** - <@13> (Waiting to start)",
            new Text.Started("13", false)),
        reads(
            "Making variations for image #2 with prompt **a tin robot** - <@13> (Waiting to start)",
            new Text.Started("13", false)),
        reads(
            "Rerolling **a tin robot** - <@13> (Waiting to start)", new Text.Started("13", false)),
        reads(
            "Creating video with prompt **a tin robot --video 1** - <@13> (Waiting to start)",
            new Text.Started("13", true)),
        reads(
            "**a tin robot** - Variations (Strong) by <@13> (Waiting to start)",
            new Text.Started("13", false)),
        reads("**a tin robot** - <@13> (0%) (fast)", new Text.Progressed("13", 0, true, Mode.FAST)),
        reads("**a tin robot** - <@!13> (31%)", new Text.Progressed("13", 31, true, null)),
        reads(
            "**a tin robot** - Variations (Subtle) by <@13> (31%) (relaxed)",
            new Text.Progressed("13", 31, false, Mode.RELAX)),
        reads("**a tin robot --v 7.0** - <@13> (fast, stealth)", grid(Mode.FAST)),
        reads("**a tin robot** - <@13> (turbo)", grid(Mode.TURBO)),
        reads(
            "**a tin robot** - <@13> [(Open on website for full quality)](<https://midjourney.com/jobs/1>) (fast)",
            grid(Mode.FAST)),
        reads("**a tin robot** - <@13> (see it on the website) (relaxed)", grid(Mode.RELAX)),
        reads("**two ** stars - and a dash** - <@13> (fast)", grid(Mode.FAST)),
        reads("**two\nlines** - <@13> (fast)", grid(Mode.FAST)),
        reads("**a tin robot** - Image #2 <@13>", finished(new Result.OneOfFour(2), null)),
        reads(
            "**a tin robot** - Variations (Strong) by <@13> (fast)",
            finished(new Result.Variation("Strong"), Mode.FAST)),
        reads(
            "**a tin robot** - Variations by <@13> (fast)",
            finished(new Result.Variation(null), Mode.FAST)),
        reads(
            "**a tin robot** - Variations (Region) by <@13> (fast)",
            finished(new Result.Variation("Region"), Mode.FAST)),
        reads(
            "**a tin robot** - Remix by <@13> (fast)",
            finished(new Result.Variation(null), Mode.FAST)),
        reads("**a tin robot** - Zoom Out by <@13> (fast)", finished(new Result.Zoom(), Mode.FAST)),
        reads(
            "**a tin robot** - Pan Left by <@13> (turbo)",
            finished(new Result.Pan("Left"), Mode.TURBO)),
        reads(
            "**a tin robot** - Upscaled (Subtle) by <@13> (fast)",
            finished(new Result.Upscale("Subtle"), Mode.FAST)),
        reads(
            "**a tin robot** - Upscaled by <@13> (fast)",
            finished(new Result.Upscale(null), Mode.FAST)),
        // what a prompt quotes is not what Midjourney says
        reads("**x** - <@13> (Stopped)** - <@13> (fast)", grid(Mode.FAST)),
        reads(
            "**x** - Image #2 <@13>** - <@13> (31%) (fast)",
            new Text.Progressed("13", 31, true, Mode.FAST)),
        reads("**x** - <@99> (fast)** - Image #1 <@13>", finished(new Result.OneOfFour(1), null)),
        reads("**a tin robot** - <@13> (Stopped)", new Text.Stopped("13", true)),
        reads("**a tin robot** - Zoom Out by <@13> (paused) (fast)", new Text.Stopped("13", false)),
        reads("", new Text.Other()),
        reads("hello **world**", new Text.Other()),
        reads("**a tin robot** - <@13>", new Text.Other()));
  }

  private static Arguments reads(String content, Text text) {
    return Arguments.of(content, text);
  }

  private static Text grid(Mode mode) {
    return finished(new Result.Grid(), mode);
  }

  private static Text finished(Result result, @Nullable Mode mode) {
    return new Text.Finished("13", result, mode);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void aTextIsReadAsWhatItIs(String content, Text text) {
    assertThat(Text.of(content)).isEqualTo(text);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void exactlyOneFormMatches(String content, Text text) {
    var forms =
        Stream.of(
            Text.WAITING, Text.PROGRESS, Text.STOPPED, Text.GRID, Text.ONE_OF_FOUR, Text.LABELLED);

    assertThat(forms.filter(form -> form.matcher(content).matches()))
        .hasSize(text instanceof Text.Other ? 0 : 1);
  }

  @Test
  void everyButtonHasItsReading() {
    var buttons =
        Map.ofEntries(
            Map.entry("MJ::JOB::upsample::2::h", Reading.U2),
            Map.entry("MJ::JOB::variation::3::h", Reading.VARIATION),
            Map.entry("MJ::JOB::reroll::0::h::SOLO", Reading.REROLL),
            Map.entry("MJ::JOB::low_variation::1::h::SOLO", Reading.VARY_SUBTLE),
            Map.entry("MJ::JOB::high_variation::1::h::SOLO", Reading.VARY_STRONG),
            Map.entry("MJ::JOB::upsample_v7_2x_subtle::1::h::SOLO", Reading.UPSCALE_SUBTLE),
            Map.entry("MJ::JOB::upsample_v6r1_2x_creative::1::h::SOLO", Reading.UPSCALE_CREATIVE),
            Map.entry("MJ::JOB::upsample_v5_4x::1::h::SOLO", Reading.UPSCALE_4X),
            Map.entry("MJ::Outpaint::75::1::h::SOLO", Reading.ZOOM),
            Map.entry("MJ::JOB::pan_left::1::h::SOLO", Reading.PAN_LEFT),
            Map.entry("MJ::JOB::pan_right::1::h::SOLO", Reading.PAN_RIGHT),
            Map.entry("MJ::JOB::pan_up::1::h::SOLO", Reading.PAN_UP),
            Map.entry("MJ::JOB::pan_down::1::h::SOLO", Reading.PAN_DOWN),
            Map.entry("MJ::JOB::upsample_v5_2x::1::h::SOLO", Reading.UPSCALE_2X),
            Map.entry("MJ::Outpaint::50::1::h::SOLO", Reading.ZOOM),
            Map.entry("MJ::Outpaint::100::1::h::SOLO", Reading.ZOOM),
            Map.entry("MJ::BOOKMARK::h", Reading.MARK),
            Map.entry("MJ::Picread::Retry", Reading.DESCRIPTION),
            Map.entry("MJ::JOB::animate_high::1::h::SOLO", Reading.ANYTHING),
            Map.entry("MJ::JOB::animate_low_extend::1::h::SOLO", Reading.ANYTHING),
            Map.entry("MJ::JOB::video_virtual_upscale::3::h", Reading.ANYTHING));

    buttons.forEach(
        (customId, reading) -> assertThat(Reading.ofButton(customId)).isEqualTo(reading));
  }

  @Test
  void variationsReadAlikeAndUpscalesOfOneOfFourDoNot() {
    assertThat(Reading.VARIATION.overlaps(Reading.VARY_STRONG)).isTrue();
    assertThat(Reading.ZOOM.overlaps(Reading.ZOOM)).isTrue();
    assertThat(Reading.ANYTHING.overlaps(Reading.U1)).isTrue();
    assertThat(Reading.DESCRIPTION.overlaps(Reading.DESCRIPTION)).isTrue();
    assertThat(Reading.MARK.overlaps(Reading.U1)).isFalse();
    assertThat(Reading.UPSCALE_SUBTLE.overlaps(Reading.UPSCALE_CREATIVE)).isTrue();
    assertThat(Reading.UPSCALE_2X.overlaps(Reading.ZOOM)).isFalse();
    assertThat(Reading.U1.overlaps(Reading.U2)).isFalse();
    assertThat(Reading.VARIATION.overlaps(Reading.REROLL)).isFalse();
  }
}
