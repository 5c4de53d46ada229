package easel.api.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import easel.api.picture.Rendition.Unreadable;
import java.awt.Color;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RenditionTests {
  private static final Part SMALL = new Part(0, 64);
  // One dot each, as libwebp writes it: with loss, and without.
  private static final String LOSSY = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA";
  private static final String LOSSLESS = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==";

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_BYTE_INDEXED,
        BufferedImage.TYPE_USHORT_GRAY
      })
  void everyKindOfPngIsCutWithoutAnyLossAndMadeSmaller(int kind) throws Exception {
    var whole = png(fourColours(200, 100, kind));
    for (int number = 1; number <= Grid.SIZE; number++) {
      var part = new Part(number, null);
      var cut = Rendition.of(whole, part);
      assertThat(cut.type()).isEqualTo(PictureType.PNG);
      assertSame(cut.content(), whole, part.regionOf(200, 100));

      var small = read(Rendition.of(whole, new Part(number, 64)).content());
      assertThat(small.getWidth()).isEqualTo(64);
      assertThat(small.getHeight()).isEqualTo(32);
      // Java itself has two opinions on how bright a grey is.
      if (!isGrey(kind)) {
        assertAlike(small.getRGB(32, 16), read(cut.content()).getRGB(50, 25));
      }
    }
  }

  @Test
  void aJpegIsCutAndMadeSmaller() throws Exception {
    var whole = encoded(fourColours(64, 64, BufferedImage.TYPE_INT_RGB), "jpeg");
    var cut = Rendition.of(whole, new Part(4, null));
    assertThat(cut.type()).isEqualTo(PictureType.PNG);
    assertSame(cut.content(), whole, new Rectangle(32, 32, 32, 32));
    assertThat(PictureType.of(Rendition.of(whole, SMALL).content())).contains(PictureType.JPEG);
  }

  @ParameterizedTest
  @ValueSource(strings = {LOSSY, LOSSLESS})
  void aWebpIsMadeSmaller(String file) throws Exception {
    var whole = Base64.getDecoder().decode(file);
    assertThat(PictureType.of(whole)).contains(PictureType.WEBP);
    var small = read(Rendition.of(whole, SMALL).content());
    assertThat(small.getWidth()).isEqualTo(1);
    assertThat(small.getHeight()).isEqualTo(1);
  }

  @Test
  void whatShinesThroughBecomesWhite() throws Exception {
    var clear = new BufferedImage(80, 80, BufferedImage.TYPE_INT_ARGB);
    assertAlike(
        read(Rendition.of(png(clear), SMALL).content()).getRGB(30, 30), Color.WHITE.getRGB());
  }

  @ParameterizedTest
  @CsvSource({"1000,1,64,1", "1,1000,1,1000", "64,64,64,64", "63,10,63,10", "65,130,64,128"})
  void aSmallerPictureKeepsItsShapeAndIsNeverLarger(int width, int height, int w, int h)
      throws Exception {
    var small =
        read(
            Rendition.of(png(fourColours(width, height, BufferedImage.TYPE_INT_RGB)), SMALL)
                .content());
    assertThat(small.getWidth()).isEqualTo(w);
    assertThat(small.getHeight()).isEqualTo(h);
  }

  @Test
  void ofOddSidesTheLineInTheMiddleIsInNoQuarter() throws Exception {
    var whole = png(fourColours(7, 5, BufferedImage.TYPE_INT_RGB));
    assertSame(Rendition.of(whole, new Part(1, null)).content(), whole, new Rectangle(0, 0, 3, 2));
    assertSame(Rendition.of(whole, new Part(4, null)).content(), whole, new Rectangle(4, 3, 3, 2));
  }

  @Test
  void whatWouldTakeTooMuchMemoryIsNotUnpacked() {
    // a file of some bytes that says it is 60000 × 60000
    var bomb = pngHeader(60_000, 60_000);
    assertThatExceptionOfType(Unreadable.class)
        .isThrownBy(() -> Rendition.of(bomb, SMALL))
        .withMessageContaining("larger than");
  }

  @Test
  void whatIsBrokenIsUnreadableWhereverItBreaks() throws Exception {
    for (var format : new String[] {"png", "jpeg"}) {
      var whole = encoded(fourColours(90, 90, BufferedImage.TYPE_INT_RGB), format);
      for (int length = 0; length < whole.length / 2; length += 7) {
        var broken = Arrays.copyOf(whole, length);
        try {
          // A reader may make do with what there is, but nothing else may be thrown.
          assertThat(Rendition.of(broken, SMALL).content()).isNotEmpty();
        } catch (Unreadable unreadable) {
          assertThat(unreadable).hasMessageStartingWith("it is ");
        }
      }
    }
  }

  @Test
  void aPictureOfOneDotCannotBeCut() throws Exception {
    var dot = png(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB));
    assertThatExceptionOfType(Unreadable.class)
        .isThrownBy(() -> Rendition.of(dot, new Part(1, null)))
        .withMessageContaining("too small");
  }

  private static boolean isGrey(int kind) {
    return kind == BufferedImage.TYPE_BYTE_GRAY || kind == BufferedImage.TYPE_USHORT_GRAY;
  }

  // Shades within each quarter, so that a shifted cut shows.
  private static BufferedImage fourColours(int width, int height, int kind) {
    var image = new BufferedImage(width, height, kind);
    int[] colours = {0xC03030, 0x30C030, 0x3030C0, 0xE0E0E0};
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        var quarter = (x * 2 < width ? 0 : 1) + (y * 2 < height ? 0 : 2);
        image.setRGB(x, y, 0xFF000000 | (colours[quarter] + (x % 8) * 0x010101 + (y % 8)));
      }
    }
    return image;
  }

  private static byte[] png(BufferedImage image) throws IOException {
    return encoded(image, "png");
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    var file = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, file)).isTrue();
    return file.toByteArray();
  }

  private static byte[] pngHeader(int width, int height) {
    var header = ByteBuffer.allocate(17).put("IHDR".getBytes(StandardCharsets.US_ASCII));
    header.putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0});
    var checksum = new CRC32();
    checksum.update(header.array());
    return ByteBuffer.allocate(8 + 4 + 17 + 4)
        .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'})
        .putInt(13)
        .put(header.array())
        .putInt((int) checksum.getValue())
        .array();
  }

  private static void assertSame(byte[] file, byte[] whole, Rectangle region) throws IOException {
    var image = read(file);
    assertThat(image.getWidth()).isEqualTo(region.width);
    assertThat(image.getHeight()).isEqualTo(region.height);
    assertThat(image.getRGB(0, 0, region.width, region.height, null, 0, region.width))
        .isEqualTo(
            read(whole)
                .getRGB(region.x, region.y, region.width, region.height, null, 0, region.width));
  }

  // JPEG, scaling and a palette change colours a little, but no quarter for another.
  private static void assertAlike(int rgb, int expected) {
    for (int shift = 0; shift <= 16; shift += 8) {
      assertThat((rgb >> shift) & 0xFF).isCloseTo((expected >> shift) & 0xFF, within(48));
    }
  }

  private static BufferedImage read(byte[] file) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(file));
  }
}
