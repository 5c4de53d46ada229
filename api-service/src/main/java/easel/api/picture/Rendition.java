package easel.api.picture;

import com.twelvemonkeys.image.ResampleOp;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.Color;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// A part of a picture as a file of its own: one of a grid's four without any loss (PNG), or a
/// smaller one (JPEG).
@SuppressWarnings("ArrayRecordComponent") // never compared
record Rendition(PictureType type, byte[] content) {
  /// The picture is none that could be read.
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String why) {
      super(why);
    }

    Unreadable(String why, Throwable cause) {
      super(why, cause);
    }
  }

  // Midjourney's largest are 4096 × 4096. Each of these takes up to 4 bytes while it is read.
  private static final long MOST_DOTS = 17_000_000;
  private static final float QUALITY = 0.85f;
  // How many dots wide a picture is at least read for each dot of a smaller one: fewer would show.
  private static final int FINENESS = 4;

  /// @throws Unreadable before anything is unpacked if it would be too large, or as soon as it
  ///   proves to be broken
  static Rendition of(byte[] picture, Part part) throws Unreadable {
    var type =
        PictureType.of(picture).orElseThrow(() -> new Unreadable("it is no picture of any kind"));
    if (type.isVideo()) {
      throw new Unreadable("it is a video");
    }
    var reader = type.newReader();
    try (var input = new ByteArrayImageInputStream(picture)) {
      reader.setInput(input, false, true);
      return of(reader, part);
    } catch (IOException | RuntimeException broken) {
      // Readers meet what is broken with whatever their code happens to throw.
      throw new Unreadable("it is broken", broken);
    } finally {
      reader.dispose();
    }
  }

  private static Rendition of(ImageReader reader, Part part) throws IOException, Unreadable {
    var width = reader.getWidth(0);
    var height = reader.getHeight(0);
    if ((long) width * height > MOST_DOTS) {
      throw new Unreadable("it is larger than %,d dots".formatted(MOST_DOTS));
    }
    var region = part.regionOf(width, height);
    if (region.isEmpty()) {
      throw new Unreadable("it is too small to be cut");
    }
    var how = reader.getDefaultReadParam();
    how.setSourceRegion(region);
    var asked = part.width();
    if (asked == null) {
      return new Rendition(PictureType.PNG, png(reader.read(0, how)));
    }
    var each = Math.max(1, region.width / (asked * FINENESS));
    how.setSourceSubsampling(each, each, 0, 0);
    var smallWidth = Math.min(asked, region.width);
    var smallHeight = Math.max(1, Math.round((float) region.height * smallWidth / region.width));
    return new Rendition(
        PictureType.JPEG, jpeg(smaller(reader.read(0, how), smallWidth, smallHeight)));
  }

  // By halves as far as they go: the mean of four dots each costs a tenth of the filter.
  private static BufferedImage smaller(BufferedImage image, int width, int height) {
    var near = image;
    while (near.getWidth() >= 2 * width && near.getHeight() >= 2 * height) {
      near = half(near);
    }
    var scaled =
        near.getWidth() == width && near.getHeight() == height
            ? near
            : new ResampleOp(width, height, ResampleOp.FILTER_LANCZOS).filter(near, null);
    // JPEG knows no transparency.
    var flat = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var pen = flat.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, width, height);
    pen.drawImage(scaled, 0, 0, null);
    pen.dispose();
    return flat;
  }

  private static BufferedImage half(BufferedImage image) {
    var width = image.getWidth() / 2;
    var height = image.getHeight() / 2;
    var type =
        image.getColorModel().hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
    var half = new BufferedImage(width, height, type);
    var pen = half.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    pen.drawImage(image, 0, 0, width, height, null);
    pen.dispose();
    return half;
  }

  private static byte[] png(BufferedImage image) throws IOException {
    var file = new ByteArrayOutputStream();
    try (var output = inMemory(file)) {
      if (!ImageIO.write(image, "png", output)) {
        throw new IOException("this JDK writes no PNG of such a picture");
      }
    }
    return file.toByteArray();
  }

  private static byte[] jpeg(BufferedImage image) throws IOException {
    var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var file = new ByteArrayOutputStream();
    try (var output = inMemory(file)) {
      writer.setOutput(output);
      var how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(QUALITY);
      writer.write(null, new IIOImage(image, null, null), how);
    } finally {
      writer.dispose();
    }
    return file.toByteArray();
  }

  private static MemoryCacheImageOutputStream inMemory(OutputStream file) {
    return new MemoryCacheImageOutputStream(file);
  }
}
