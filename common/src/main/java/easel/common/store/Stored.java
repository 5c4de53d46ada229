package easel.common.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/// What an object store keeps under one key.
///
/// @param type the media type
/// @param length of the content, in bytes
public record Stored(String type, long length, InputStream content) implements Closeable {
  @Override
  public void close() throws IOException {
    content.close();
  }
}
