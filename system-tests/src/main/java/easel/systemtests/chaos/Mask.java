package easel.systemtests.chaos;

import easel.systemtests.Digest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Random;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/// The region of a picture that is to be drawn anew: a PNG in black and white, and no other's.
///
/// @param job that it is for
record Mask(String job) {
  private static final int SIDE = 32;

  byte[] content() {
    // Not Random alone, whose first numbers of neighbouring seeds are much the same.
    var random = new Random(new SplittableRandom(job.hashCode()).nextLong());
    var picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_BINARY);
    for (int x = 0; x < SIDE; x++) {
      for (int y = 0; y < SIDE; y++) {
        picture.setRGB(x, y, random.nextBoolean() ? 0xFFFFFF : 0);
      }
    }
    var content = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "png", content);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return content.toByteArray();
  }

  String base64() {
    return Base64.getEncoder().encodeToString(content());
  }

  String digest() {
    return Digest.of(content());
  }
}
