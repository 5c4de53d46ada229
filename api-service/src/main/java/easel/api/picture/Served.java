package easel.api.picture;

import easel.common.store.Stored;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// The file that answers a request.
///
/// @param length in bytes
record Served(PictureType type, long length, InputStream content) implements Closeable {
  static Served of(PictureType type, byte[] content) {
    return new Served(type, content.length, new ByteArrayInputStream(content));
  }

  static Served of(Rendition made) {
    return of(made.type(), made.content());
  }

  /// @throws IOException if the store holds something that nobody of ours put there
  static Served of(Stored stored) throws IOException {
    var type = PictureType.named(stored.type());
    if (type.isEmpty()) {
      stored.close();
      throw new IOException("expected a picture in the object store, got: " + stored.type());
    }
    return new Served(type.get(), stored.length(), stored.content());
  }

  /// The same, with something to be done when it was sent.
  Served andThen(Runnable then) {
    return new Served(
        type,
        length,
        new FilterInputStream(content) {
          @Override
          public void close() throws IOException {
            try {
              super.close();
            } finally {
              then.run();
            }
          }
        });
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
