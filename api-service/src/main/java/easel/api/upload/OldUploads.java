package easel.api.upload;

import easel.api.database.SchemaReady;
import easel.api.loop.Loop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Deletes pictures that no job needs any more, and those that never got one.
@Component
class OldUploads implements DisposableBean {
  private final Uploads uploads;
  private final Duration period;
  private volatile @Nullable Loop loop;

  OldUploads(Uploads uploads, UploadProperties properties) {
    this.uploads = uploads;
    this.period = properties.cleaning();
  }

  @EventListener(SchemaReady.class)
  void start() {
    loop = Loop.start("old-uploads", period, this::delete);
  }

  private void delete() {
    try {
      uploads.deleteUnneeded();
    } catch (IOException failed) {
      throw new UncheckedIOException("the object store deleted nothing", failed);
    }
  }

  @Override
  public void destroy() {
    var started = loop;
    if (started != null) {
      started.close();
    }
  }
}
