package easel.simulator.rest;

import easel.simulator.world.Message.Attachment;
import java.time.Instant;
import java.util.Locale;

/// Makes attachments of uploaded files.
final class Attachments {
  private Attachments() {}

  static Attachment of(long id, String filename, long size, boolean ephemeral) {
    var safe = safe(filename);
    return new Attachment(
        id, safe, typeOf(safe), 512, 512, size, ephemeral, Instant.now().getEpochSecond());
  }

  /// The name as it may stand in an address.
  static String safe(String filename) {
    return filename.replaceAll("[^A-Za-z0-9._-]", "_");
  }

  private static String typeOf(String filename) {
    var extension = filename.substring(filename.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return switch (extension) {
      case "jpg", "jpeg" -> "image/jpeg";
      case "webp" -> "image/webp";
      case "gif" -> "image/gif";
      case "png" -> "image/png";
      default -> "application/octet-stream";
    };
  }
}
