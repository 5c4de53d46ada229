package easel.worker.send;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A picture that was uploaded for a command, and what Discord calls it until it is sent with it.
public record Attachment(String filename, String uploadedFilename) {
  /// As they are named in what is sent, each with its number, by which the rest refers to it.
  static List<Map<String, Object>> named(List<Attachment> attachments) {
    var named = new ArrayList<Map<String, Object>>();
    for (var attachment : attachments) {
      named.add(
          Map.of(
              "id", Integer.toString(named.size()),
              "filename", attachment.filename,
              "uploaded_filename", attachment.uploadedFilename));
    }
    return named;
  }
}
