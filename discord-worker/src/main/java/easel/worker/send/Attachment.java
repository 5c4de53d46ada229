package easel.worker.send;

import java.util.Map;

/// A picture that was uploaded for a command, and what Discord calls it until it is sent with it.
public record Attachment(String filename, String uploadedFilename) {
  /// As it is named in what is sent.
  ///
  /// @param number by which the rest of it refers to this one
  Map<String, Object> named(int number) {
    return Map.of(
        "id", Integer.toString(number),
        "filename", filename,
        "uploaded_filename", uploadedFilename);
  }
}
