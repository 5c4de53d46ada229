package easel.worker.simulation;

import easel.common.store.ObjectStore;
import easel.common.store.Stored;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// An object store that nothing happens to.
final class PicturesInMemory implements ObjectStore {
  private final Map<String, byte[]> contents = new ConcurrentHashMap<>();

  @Override
  public void put(String key, String type, byte[] content) {
    contents.put(key, content.clone());
  }

  @Override
  public Optional<Stored> find(String key) {
    return Optional.ofNullable(contents.get(key))
        .map(content -> new Stored("image/png", content.length, new ByteArrayInputStream(content)));
  }

  @Override
  public void delete(String key) {
    contents.remove(key);
  }
}
