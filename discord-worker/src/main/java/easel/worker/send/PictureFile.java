package easel.worker.send;

import java.io.IOException;
import java.io.InputStream;

/// A picture that is to be uploaded.
///
/// @param type the media type
/// @param length of the content, in bytes
public record PictureFile(String filename, String type, long length, Content content) {
  /// Opens the content anew; the caller closes it.
  @FunctionalInterface
  public interface Content {
    InputStream open() throws IOException;
  }
}
