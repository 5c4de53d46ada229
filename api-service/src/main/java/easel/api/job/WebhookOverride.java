package easel.api.job;

import easel.api.http.Problem;
import easel.api.outbound.OutboundUrl.UnusableUrl;
import easel.api.outbound.OutboundUrls;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Where a job's end is to be told instead of at its customer's own webhook.
@Component
final class WebhookOverride {
  private final OutboundUrls urls;

  WebhookOverride(OutboundUrls urls) {
    this.urls = urls;
  }

  /// @return null if none is named
  /// @throws Problem if it is none that may be called
  @Nullable String of(@Nullable String given) {
    if (given == null || given.isBlank()) {
      return null;
    }
    try {
      return urls.of(given).uri().toString();
    } catch (UnusableUrl unusable) {
      throw Problem.invalid(
          "webhookOverride", "invalid-webhook-override", unusable.about("webhookOverride"));
    }
  }
}
