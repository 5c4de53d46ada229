package easel.api.upload;

import easel.api.database.Upkeep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// Deletes pictures that no job needs any more, and those that never got one.
@Component
class OldUploads implements Upkeep {
  private final Uploads uploads;
  private final Duration period;

  OldUploads(Uploads uploads, UploadProperties properties) {
    this.uploads = uploads;
    this.period = properties.cleaning();
  }

  @Override
  public String name() {
    return "old-uploads";
  }

  @Override
  public Duration period() {
    return period;
  }

  @Override
  public void run() {
    try {
      uploads.deleteUnneeded();
    } catch (IOException failed) {
      throw new UncheckedIOException("the object store deleted nothing", failed);
    }
  }
}
