package easel.simulator.cdn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Pictures that people have uploaded, the newest of them.
public final class Uploads {
  private static final long MOST_BYTES = 64L << 20;

  private final Map<String, Upload> files = new LinkedHashMap<>();
  private long bytes;

  /// An uploaded file.
  public static final class Upload {
    private final @Nullable String contentType;
    private final byte[] content;

    public Upload(@Nullable String contentType, byte[] content) {
      this.contentType = contentType;
      this.content = content;
    }

    @Nullable String contentType() {
      return contentType;
    }

    public byte[] content() {
      return content;
    }
  }

  /// @param name the name of its slot, or the id of the attachment that it has become
  public synchronized void put(String name, Upload upload) {
    var replaced = files.put(name, upload);
    bytes += upload.content().length - (replaced == null ? 0 : replaced.content().length);
    while (bytes > MOST_BYTES && files.size() > 1) {
      var oldest = files.keySet().iterator().next();
      var removed = files.remove(oldest);
      bytes -= removed == null ? 0 : removed.content().length;
    }
  }

  public synchronized @Nullable Upload get(String name) {
    return files.get(name);
  }

  public synchronized void clear() {
    files.clear();
    bytes = 0;
  }
}
