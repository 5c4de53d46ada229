package easel.api.slice;

import easel.common.store.ObjectStore;
import easel.common.store.Stored;
import java.io.IOException;
import java.util.Optional;
import org.springframework.beans.factory.config.BeanPostProcessor;

/// Stands before the API's object store, and lets nothing through while that is to be away.
final class StoreGate implements BeanPostProcessor {
  private volatile boolean away;

  void setAway(boolean isAway) {
    away = isAway;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof ObjectStore store ? new Gated(store) : bean;
  }

  private final class Gated implements ObjectStore {
    private final ObjectStore store;

    Gated(ObjectStore store) {
      this.store = store;
    }

    @Override
    public void put(String key, String type, byte[] content) throws IOException {
      requireThere();
      store.put(key, type, content);
    }

    @Override
    public Optional<Stored> find(String key) throws IOException {
      requireThere();
      return store.find(key);
    }

    @Override
    public void delete(String key) throws IOException {
      requireThere();
      store.delete(key);
    }

    private void requireThere() throws IOException {
      if (away) {
        throw new IOException("the store is away");
      }
    }
  }
}
