package easel.api.upload;

import easel.api.database.Upkeep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// Deletes pictures whose jobs have ended, and those that never got one.
@Component
class OldUploads implements Upkeep {
  private final Uploads uploads;
  private final Duration period;

  /// @param period how often it looks
  OldUploads(Uploads uploads, @Value("${easel.upload.cleaning:1m}") Duration period) {
    this.uploads = uploads;
    this.period = period;
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
