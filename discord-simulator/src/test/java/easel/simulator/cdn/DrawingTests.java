package easel.simulator.cdn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/// The pictures, which are never stored.
class DrawingTests {
  private static final Subject GRID =
      new Subject("9d1c0000-0000-4000-8000-000000000001", 0, "a cat");

  @Test
  void aPictureIsTheSameEachTime() {
    assertThat(Drawing.png(GRID)).isEqualTo(Drawing.png(GRID)).hasSize(Drawing.BYTES);
  }

  @Test
  void jobsHaveDifferentPictures() {
    var other = new Subject("9d1c0000-0000-4000-8000-000000000002", 0, "a cat");

    assertThat(Drawing.png(GRID)).isNotEqualTo(Drawing.png(other));
  }

  @Test
  void everyReaderOfPicturesCanReadIt() throws IOException {
    var picture =
        ImageIO.read(
            new ByteArrayInputStream(Drawing.png(new Subject(GRID.seed(), 3, "x".repeat(2000)))));

    assertThat(picture.getWidth()).isEqualTo(Drawing.SIDE);
    assertThat(picture.getHeight()).isEqualTo(Drawing.SIDE);
  }
}
