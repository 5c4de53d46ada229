package easel.api.upload;

import easel.api.database.SchemaReady;
import easel.api.loop.Loop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Deletes pictures whose jobs have ended, and those that never got one.
@Component
class OldUploads implements DisposableBean {
  private final Uploads uploads;
  private final Duration period;
  private volatile @Nullable Loop loop;

  /// @param period how often it looks
  OldUploads(Uploads uploads, @Value("${easel.upload.cleaning:1m}") Duration period) {
    this.uploads = uploads;
    this.period = period;
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
