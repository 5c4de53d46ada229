package easel.simulator.cdn;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Draws the picture of a job: always the same for the same subject, so that none need be kept.
public final class Drawing {
  /// Width and height in dots.
  public static final int SIDE = 512;

  /// Every picture's file is padded to this size, so that messages can tell it before anything is
  /// drawn.
  public static final int BYTES = 65_536;

  private static final int COLOURS = 64;
  private static final int PAPER = 62;
  private static final int INK = 63;
  private static final int TEXT_SCALE = 2;

  private final byte[] dots = new byte[SIDE * SIDE];
  private final byte[] palette = new byte[COLOURS * 3];

  private Drawing(Subject subject) {
    set(PAPER, 0xF5F1E8);
    set(INK, 0x22201C);
    if (subject.quadrant() == 0) {
      var half = SIDE / 2;
      for (var n = 0; n < 4; n++) {
        scene(subject.seed(), n + 1, n * 15, n % 2 * half, n / 2 * half, half);
      }
    } else {
      scene(subject.seed(), subject.quadrant(), 0, 0, 0, SIDE);
    }
    caption(subject.prompt());
  }

  public static byte[] png(Subject subject) {
    return new Drawing(subject).png();
  }

  private void set(int colour, int rgb) {
    palette[colour * 3] = (byte) (rgb >> 16);
    palette[colour * 3 + 1] = (byte) (rgb >> 8);
    palette[colour * 3 + 2] = (byte) rgb;
  }

  /// A sky, a sun, hills, and something in the middle, in colours of its own.
  private void scene(String seed, int quadrant, int firstColour, int left, int top, int side) {
    // Neighbouring seeds give Random neighbouring first numbers: spread them.
    var random = new Random((seed.hashCode() * 31L + quadrant) * 0x9E3779B97F4A7C15L);
    var hue = random.nextDouble();
    for (var i = 0; i < 8; i++) {
      set(firstColour + i, hsb(hue + i * 0.012, 0.55 - i * 0.05, 0.45 + i * 0.065));
    }
    for (var i = 8; i < 15; i++) {
      set(firstColour + i, hsb(hue + 0.35 + i * 0.06, 0.6, 0.35 + (i - 8) * 0.08));
    }
    for (var y = 0; y < side; y++) {
      fill(left, top + y, side, firstColour + y * 8 / side);
    }
    disc(left, top, side, random, firstColour + 14, 0.08 + random.nextDouble() * 0.1, 0.35);
    hills(left, top, side, random, firstColour + 8, 0.55);
    hills(left, top, side, random, firstColour + 9, 0.68);
    for (var i = 0; i < 4; i++) {
      disc(left, top, side, random, firstColour + 10 + i, 0.04 + random.nextDouble() * 0.1, 0.8);
    }
  }

  private static int hsb(double hue, double saturation, double brightness) {
    var sector = (hue - Math.floor(hue)) * 6;
    var part = sector - Math.floor(sector);
    var low = brightness * (1 - saturation);
    var falling = brightness * (1 - saturation * part);
    var rising = brightness * (1 - saturation * (1 - part));
    return switch ((int) sector) {
      case 0 -> rgb(brightness, rising, low);
      case 1 -> rgb(falling, brightness, low);
      case 2 -> rgb(low, brightness, rising);
      case 3 -> rgb(low, falling, brightness);
      case 4 -> rgb(rising, low, brightness);
      default -> rgb(brightness, low, falling);
    };
  }

  private static int rgb(double red, double green, double blue) {
    return ((int) (red * 255) << 16) | ((int) (green * 255) << 8) | (int) (blue * 255);
  }

  private void fill(int x, int y, int width, int colour) {
    Arrays.fill(dots, y * SIDE + x, y * SIDE + x + width, (byte) colour);
  }

  private void disc(
      int left, int top, int side, Random random, int colour, double size, double lowest) {
    var radius = (int) (size * side);
    var centreX = radius + random.nextInt(side - 2 * radius);
    var centreY = radius + random.nextInt(Math.max(1, (int) (lowest * side) - radius));
    for (var y = -radius; y <= radius; y++) {
      var row = centreY + y;
      if (row >= 0 && row < side) {
        var width = (int) Math.sqrt((double) radius * radius - (double) y * y);
        fill(left + centreX - width, top + row, Math.max(1, 2 * width), colour);
      }
    }
  }

  private void hills(int left, int top, int side, Random random, int colour, double height) {
    var waves = 1 + random.nextDouble() * 2;
    var shift = random.nextDouble() * 6;
    for (var x = 0; x < side; x++) {
      var rise = Math.sin(shift + x * waves * 6.28 / side) * 0.08 + height;
      for (var y = (int) (rise * side); y < side; y++) {
        dots[(top + y) * SIDE + left + x] = (byte) colour;
      }
    }
  }

  private void caption(String prompt) {
    var lines = lines(prompt, (SIDE - 16) / ((PixelFont.WIDTH + 1) * TEXT_SCALE), 3);
    var lineHeight = (PixelFont.HEIGHT + 3) * TEXT_SCALE;
    var top = SIDE - lines.size() * lineHeight - 8;
    for (var y = top; y < SIDE; y++) {
      fill(0, y, SIDE, PAPER);
    }
    for (var n = 0; n < lines.size(); n++) {
      write(lines.get(n), 8, top + 6 + n * lineHeight);
    }
  }

  private static List<String> lines(String text, int width, int most) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : List.of(text.split(" "))) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word, 0, Math.min(word.length(), width));
    }
    lines.add(line.toString());
    return lines.subList(0, Math.min(most, lines.size()));
  }

  private void write(String line, int left, int top) {
    for (var i = 0; i < line.length(); i++) {
      var x = left + i * (PixelFont.WIDTH + 1) * TEXT_SCALE;
      for (var row = 0; row < PixelFont.HEIGHT; row++) {
        for (var column = 0; column < PixelFont.WIDTH; column++) {
          if (PixelFont.isSet(line.charAt(i), column, row)) {
            for (var dy = 0; dy < TEXT_SCALE; dy++) {
              fill(x + column * TEXT_SCALE, top + row * TEXT_SCALE + dy, TEXT_SCALE, INK);
            }
          }
        }
      }
    }
  }

  private byte[] png() {
    try {
      var file = new ByteArrayOutputStream(BYTES);
      var out = new DataOutputStream(file);
      out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
      var header = new ByteArrayOutputStream();
      var fields = new DataOutputStream(header);
      fields.writeInt(SIDE);
      fields.writeInt(SIDE);
      // Eight bits, palette, and nothing special.
      fields.write(new byte[] {8, 3, 0, 0, 0});
      chunk(out, "IHDR", header.toByteArray());
      chunk(out, "PLTE", palette);
      chunk(out, "IDAT", compressed());
      var ending = 12 + 12;
      // A private chunk, which every reader skips.
      chunk(out, "paDd", new byte[BYTES - file.size() - ending]);
      chunk(out, "IEND", new byte[0]);
      return file.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("expected memory to take what is written to it", e);
    }
  }

  private byte[] compressed() {
    var rows = new byte[SIDE * (SIDE + 1)];
    for (var y = 0; y < SIDE; y++) {
      System.arraycopy(dots, y * SIDE, rows, y * (SIDE + 1) + 1, SIDE);
    }
    var deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(rows);
      deflater.finish();
      var compressed = new ByteArrayOutputStream(16_384);
      var buffer = new byte[16_384];
      while (!deflater.finished()) {
        compressed.write(buffer, 0, deflater.deflate(buffer));
      }
      return compressed.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
    var name = type.getBytes(StandardCharsets.US_ASCII);
    var checksum = new CRC32();
    checksum.update(name);
    checksum.update(data);
    out.writeInt(data.length);
    out.write(name);
    out.write(data);
    out.writeInt((int) checksum.getValue());
  }
}
