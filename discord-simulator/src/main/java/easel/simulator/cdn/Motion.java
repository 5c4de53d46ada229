package easel.simulator.cdn;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/// Makes what Animate makes: always the same for the same subject, padded like a drawing.
public final class Motion {
  private static final int FRAMES = 8;
  private static final int FRAME_MS = 150;
  private static final int HEADER = 8;

  private Motion() {}

  /// An animation of plain colours, as WebP.
  public static byte[] webp(Subject subject) {
    var colours = colours(subject);
    var body = new ByteArrayOutputStream();
    write(body, "WEBP".getBytes(StandardCharsets.US_ASCII));
    // It is animated; nothing is transparent.
    write(body, chunk("VP8X", fields(10).put((byte) 2).put(new byte[3]).put(side()).put(side())));
    // On black, for ever.
    write(body, chunk("ANIM", fields(6)));
    for (var i = 0; i < FRAMES; i++) {
      var frame = chunk("VP8L", ByteBuffer.wrap(plain(colours.nextInt(1 << 24))));
      write(
          body,
          chunk(
              "ANMF",
              fields(16 + frame.length)
                  .put(new byte[6]) // left, top
                  .put(side())
                  .put(side())
                  .put(three(FRAME_MS))
                  .put((byte) 0)
                  .put(frame)));
    }
    write(body, chunk("paDd", fields(Drawing.BYTES - body.size() - 2 * HEADER)));
    return chunk("RIFF", ByteBuffer.wrap(body.toByteArray()));
  }

  /// A file that begins as an MP4 does, and holds nothing that could be played.
  public static byte[] mp4(Subject subject) {
    var brand = "isom".getBytes(StandardCharsets.US_ASCII);
    var file = ByteBuffer.allocate(Drawing.BYTES);
    file.putInt(20)
        .put("ftyp".getBytes(StandardCharsets.US_ASCII))
        .put(brand)
        .putInt(512)
        .put(brand);
    file.putInt(file.remaining()).put("free".getBytes(StandardCharsets.US_ASCII));
    var rest = new byte[file.remaining()];
    colours(subject).nextBytes(rest);
    return file.put(rest).array();
  }

  private static Random colours(Subject subject) {
    return new Random(subject.seed().hashCode() * 31L + subject.quadrant());
  }

  private static ByteBuffer fields(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// Width or height, as WebP writes them.
  private static byte[] side() {
    return three(Drawing.SIDE - 1);
  }

  private static byte[] three(int number) {
    return new byte[] {(byte) number, (byte) (number >> 8), (byte) (number >> 16)};
  }

  private static byte[] chunk(String name, ByteBuffer content) {
    var data = new byte[content.capacity()];
    content.rewind().get(data);
    var padding = data.length % 2;
    return fields(HEADER + data.length + padding)
        .put(name.getBytes(StandardCharsets.US_ASCII))
        .putInt(data.length)
        .put(data)
        .array();
  }

  /// A lossless picture of one colour: each of the five alphabets has one symbol, which takes no
  /// bits.
  private static byte[] plain(int rgb) {
    var bits = new Bits();
    bits.put(0x2F, 8);
    bits.put(Drawing.SIDE - 1, 14);
    bits.put(Drawing.SIDE - 1, 14);
    bits.put(0, 1 + 3); // no alpha, version 0
    bits.put(0, 1 + 1 + 1); // no transform, no cache of colours, one group of alphabets
    bits.symbol(rgb >> 8 & 0xFF); // green
    bits.symbol(rgb >> 16 & 0xFF); // red
    bits.symbol(rgb & 0xFF); // blue
    bits.symbol(0xFF); // alpha
    bits.symbol(0); // distances
    return bits.bytes();
  }

  private static void write(ByteArrayOutputStream out, byte[] bytes) {
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("expected memory to take what is written to it", e);
    }
  }

  /// Bits as WebP writes them: the lowest first.
  private static final class Bits {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int open;
    private int count;

    void put(int value, int width) {
      for (var i = 0; i < width; i++) {
        open |= (value >> i & 1) << count++;
        if (count == 8) {
          flush();
        }
      }
    }

    /// An alphabet with this symbol alone.
    void symbol(int value) {
      put(1, 1); // simple
      put(0, 1); // of one symbol
      put(1, 1); // of eight bits
      put(value, 8);
    }

    byte[] bytes() {
      if (count > 0) {
        flush();
      }
      return out.toByteArray();
    }

    private void flush() {
      out.write(open);
      open = 0;
      count = 0;
    }
  }
}
