package easel.api.upload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// What kinds of picture Midjourney takes, recognised by their content: names and declared types
/// are only claims.
enum PictureType {
  PNG("image/png", "png"),
  JPEG("image/jpeg", "jpg"),
  WEBP("image/webp", "webp"),
  GIF("image/gif", "gif");

  private static final byte[] PNG_BEGINS = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final byte[] JPEG_BEGINS = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};

  private final String mediaType;
  private final String extension;

  PictureType(String mediaType, String extension) {
    this.mediaType = mediaType;
    this.extension = extension;
  }

  static Optional<PictureType> of(byte[] content) {
    if (has(content, 0, PNG_BEGINS)) {
      return Optional.of(PNG);
    }
    if (has(content, 0, JPEG_BEGINS)) {
      return Optional.of(JPEG);
    }
    if (has(content, 0, ascii("RIFF")) && has(content, 8, ascii("WEBP"))) {
      return Optional.of(WEBP);
    }
    return has(content, 0, ascii("GIF87a")) || has(content, 0, ascii("GIF89a"))
        ? Optional.of(GIF)
        : Optional.empty();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean has(byte[] content, int at, byte[] part) {
    return content.length >= at + part.length
        && Arrays.equals(content, at, at + part.length, part, 0, part.length);
  }

  String mediaType() {
    return mediaType;
  }

  String extension() {
    return extension;
  }
}
