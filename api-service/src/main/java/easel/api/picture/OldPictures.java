package easel.api.picture;

import easel.api.database.SchemaReady;
import easel.api.loop.Loop;
import easel.common.store.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Deletes pictures whose retention is over, a few at a time. First nobody is shown them any more,
/// then they are deleted, then that is noted: each of it may be done twice.
@Component
class OldPictures implements DisposableBean {
  private static final Duration SELDOM = Duration.ofMinutes(1);

  private final PictureRows rows;
  private final ObjectStore store;
  private final Retention retention;
  private volatile @Nullable Loop loop;
  private volatile boolean closed;

  OldPictures(PictureRows rows, ObjectStore store, PictureProperties properties) {
    this.rows = rows;
    this.store = store;
    this.retention = properties.keptFor();
  }

  @EventListener(SchemaReady.class)
  void start() {
    var span = retention.span();
    if (span != null) {
      loop = start(span);
    }
  }

  // Those of a short life are deleted soon.
  private Loop start(Duration span) {
    var period = span.compareTo(SELDOM) < 0 ? span : SELDOM;
    return Loop.start("old-pictures", period, () -> delete(span));
  }

  @Override
  public void destroy() {
    closed = true;
    var started = loop;
    if (started != null) {
      started.close();
    }
  }

  private void delete(Duration span) {
    int expired;
    do {
      expired = rows.expire(span);
      for (var old : rows.expired()) {
        if (closed) {
          return;
        }
        deleteParts(old);
        rows.deleted(old.token());
      }
    } while (expired == PictureRows.AT_ONCE);
  }

  private void deleteParts(PictureRows.Expired old) {
    var parts = Stream.concat(old.parts().stream(), Stream.of(Part.ORIGINAL.name()));
    try {
      for (var part : parts.toList()) {
        store.delete(Picture.keyOf(old.token(), part));
      }
    } catch (IOException failed) {
      throw new StoreFailed(failed);
    }
  }
}
