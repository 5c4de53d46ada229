package easel.common.store;

import java.io.IOException;
import java.util.Optional;

/// Where pictures lie that must outlive Discord's links, and those that wait to be uploaded. Every
/// process reaches the same one.
public interface ObjectStore {
  /// Keeps the content under this key, in place of what was there; once this returns it outlives a
  /// crash. Keys are path segments of letters, digits, `-`, `_` and `.`, separated by `/`.
  ///
  /// @param type the media type, such as `image/png`
  void put(String key, String type, byte[] content) throws IOException;

  /// What is kept under this key. The caller closes it.
  Optional<Stored> find(String key) throws IOException;

  /// Forgets what is kept under this key, if anything.
  void delete(String key) throws IOException;
}
