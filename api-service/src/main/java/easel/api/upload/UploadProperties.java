package easel.api.upload;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param cleaning how often pictures that nobody needs any more are looked for
/// @param retention how long those of a job that failed or was cancelled are kept after its end
@ConfigurationProperties("easel.upload")
record UploadProperties(
    @DefaultValue("1m") Duration cleaning, @DefaultValue("24h") Duration retention) {
  UploadProperties {
    if (retention.isNegative()) {
      throw new IllegalArgumentException(
          "expected EASEL_UPLOAD_RETENTION to be a duration such as 24h, or 0s, got: " + retention);
    }
  }
}
