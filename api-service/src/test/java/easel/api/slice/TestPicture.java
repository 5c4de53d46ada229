package easel.api.slice;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/// What begins as a picture does.
final class TestPicture {
  private static final byte[] PNG_BEGINS = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  private TestPicture() {}

  /// Bytes that begin as such a picture does.
  static byte[] picture(String extension, int length) {
    var begins =
        switch (extension) {
          case "png" -> PNG_BEGINS;
          case "jpg" -> new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0};
          case "webp" -> "RIFF....WEBP".getBytes(StandardCharsets.US_ASCII);
          default -> "GIF89a".getBytes(StandardCharsets.US_ASCII);
        };
    var content = new byte[length];
    new Random().nextBytes(content);
    System.arraycopy(begins, 0, content, 0, begins.length);
    return content;
  }
}
