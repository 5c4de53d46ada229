package easel.simulator.cdn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MotionTests {
  private static final Subject FOUR =
      new Subject("9d1c0000-0000-4000-8000-000000000001", 0, "a cat");
  private static final Subject OTHER =
      new Subject("9d1c0000-0000-4000-8000-000000000002", 0, "a cat");

  @Test
  void aFileIsTheSameEachTimeAndOfTheSizeThatItsMessageTells() {
    assertThat(Motion.webp(FOUR)).isEqualTo(Motion.webp(FOUR)).hasSize(Drawing.BYTES);
    assertThat(Motion.mp4(FOUR)).isEqualTo(Motion.mp4(FOUR)).hasSize(Drawing.BYTES);
  }

  @Test
  void jobsHaveDifferentFiles() {
    assertThat(Motion.webp(FOUR)).isNotEqualTo(Motion.webp(OTHER));
    assertThat(Motion.mp4(FOUR)).isNotEqualTo(Motion.mp4(OTHER));
  }

  @Test
  void eachBeginsAsItsKindDoes() {
    assertThat(text(Motion.webp(FOUR))).startsWith("RIFF").contains("WEBPVP8X", "ANIM", "ANMF");
    assertThat(text(Motion.mp4(FOUR)).substring(4)).startsWith("ftypisom");
  }

  private static String text(byte[] file) {
    return new String(file, StandardCharsets.ISO_8859_1);
  }
}
