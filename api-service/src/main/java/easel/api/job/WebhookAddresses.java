package easel.api.job;

import easel.api.http.FieldErrors;
import easel.api.outbound.OutboundUrl.UnusableUrl;
import easel.api.outbound.OutboundUrls;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Checks where customers want to be told of a job.
@Component
public class WebhookAddresses {
  private final OutboundUrls urls;

  WebhookAddresses(OutboundUrls urls) {
    this.urls = urls;
  }

  /// @param field as the customer's dialect names it
  /// @return null if none is given
  /// @throws easel.api.http.Problem if it is no address that may be called
  public @Nullable String of(String field, @Nullable String given) {
    if (given == null || given.isBlank()) {
      return null;
    }
    try {
      return urls.of(given).uri().toString();
    } catch (UnusableUrl unusable) {
      var errors = new FieldErrors();
      errors.invalid(field, unusable.about(field));
      errors.throwIfAny();
      throw new IllegalStateException("expected the problem to be thrown", unusable);
    }
  }
}
