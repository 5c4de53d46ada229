package easel.api.webhook;

import easel.api.http.FieldErrors;
import easel.api.outbound.OutboundUrl;
import easel.api.outbound.OutboundUrl.UnusableUrl;
import easel.api.outbound.OutboundUrls;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a customer wants to be told, and where, once it is known to be sound.
///
/// @param url null: only jobs with a webhook of their own are told of
record WebhookChoice(@Nullable OutboundUrl url, Set<WebhookEvent> events) {
  private static final String EVENTS = String.join(", ", names(WebhookEvent.CHOICE));

  /// @param events null for the ends
  /// @throws easel.api.http.Problem that says of each field what is wrong with it
  static WebhookChoice of(
      OutboundUrls urls, @Nullable String url, @Nullable List<? extends @Nullable String> events) {
    var errors = new FieldErrors();
    var address = url(urls, url, errors);
    var chosen = events(events, errors);
    errors.throwIfAny();
    return new WebhookChoice(address, chosen);
  }

  static List<String> names(Collection<WebhookEvent> events) {
    return events.stream().sorted().map(WebhookEvent::name).toList();
  }

  private static @Nullable OutboundUrl url(
      OutboundUrls urls, @Nullable String given, FieldErrors errors) {
    if (given == null) {
      return null;
    }
    try {
      return urls.of(given);
    } catch (UnusableUrl unusable) {
      errors.invalid("url", unusable.about("url"));
      return null;
    }
  }

  private static Set<WebhookEvent> events(
      @Nullable List<? extends @Nullable String> given, FieldErrors errors) {
    if (given == null) {
      return WebhookEvent.ENDS;
    }
    var events = EnumSet.noneOf(WebhookEvent.class);
    for (var name : given) {
      WebhookEvent.choice(name).ifPresent(events::add);
    }
    var allKnown = given.stream().allMatch(name -> WebhookEvent.choice(name).isPresent());
    if (given.isEmpty() || !allKnown) {
      errors.invalid("events", "events must be one or more of " + EVENTS + ".");
    }
    return events;
  }
}
