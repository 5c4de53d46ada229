package easel.api.account;

import easel.api.http.FieldErrors;
import easel.api.plan.MidjourneyPlan;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What links an account, once its fields are known to be sound.
///
/// @param botToken null for the operator's bot
record LinkRequest(
    @Nullable String label,
    String server,
    String channel,
    String userToken,
    @Nullable String botToken,
    MidjourneyPlan midjourneyPlan,
    int concurrency) {
  private static final Pattern SNOWFLAKE = Pattern.compile("[1-9][0-9]{0,19}");
  private static final int LONGEST_TOKEN = 500;
  private static final int LONGEST_LABEL = 100;

  /// @throws easel.api.http.Problem that names every field at fault
  static LinkRequest of(AccountController.NewAccount body) {
    var errors = new FieldErrors();
    var server = snowflake("serverId", body.serverId(), errors);
    var channel = snowflake("channelId", body.channelId(), errors);
    var userToken = token("userToken", body.userToken(), errors);
    if (userToken == null && !hasError(body.userToken())) {
      errors.add("userToken", "user-token-required", "userToken is required.");
    }
    var botToken = token("botToken", body.botToken(), errors);
    var label = label(body.label(), errors);
    var plan = plan(body.midjourneyPlan(), true, errors);
    var concurrency = plan == null ? null : concurrency(body.concurrency(), plan, errors);
    errors.throwIfAny();
    if (userToken == null || plan == null) {
      throw new IllegalStateException("a field is missing, but no error names it");
    }
    return new LinkRequest(
        label,
        server,
        channel,
        userToken,
        botToken,
        plan,
        concurrency == null ? plan.recommended() : concurrency);
  }

  private static boolean hasError(@Nullable String text) {
    return text != null && !text.isBlank();
  }

  static String snowflake(String field, @Nullable String text, FieldErrors errors) {
    if (text == null || text.isBlank()) {
      errors.add(field, dashed(field) + "-required", field + " is required.");
      return "";
    }
    if (!SNOWFLAKE.matcher(text.strip()).matches()) {
      errors.add(
          field,
          "invalid-" + dashed(field),
          field + " must be a Discord id: up to 20 digits, as Discord's developer mode copies it.");
    }
    return text.strip();
  }

  /// A token goes into an HTTP header: nothing but visible ASCII may be in it.
  static @Nullable String token(String field, @Nullable String text, FieldErrors errors) {
    if (text == null || text.isBlank()) {
      return null;
    }
    var token = text.strip();
    if (token.length() > LONGEST_TOKEN || !token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      errors.add(
          field,
          "invalid-" + dashed(field),
          field
              + " must be a Discord token: visible ASCII without blanks, at most 500 characters.");
      return null;
    }
    return token;
  }

  static @Nullable String label(@Nullable String text, FieldErrors errors) {
    if (text == null || text.isBlank()) {
      return null;
    }
    if (text.strip().length() > LONGEST_LABEL) {
      errors.add("label", "label-too-long", "label must not exceed 100 characters.");
    }
    return text.strip();
  }

  static @Nullable MidjourneyPlan plan(
      @Nullable String text, boolean required, FieldErrors errors) {
    if (text == null || text.isBlank()) {
      if (required) {
        errors.add(
            "midjourneyPlan",
            "midjourney-plan-required",
            "midjourneyPlan is required: " + names() + ".");
      }
      return null;
    }
    Optional<MidjourneyPlan> plan =
        Arrays.stream(MidjourneyPlan.values()).filter(it -> it.name().equals(text)).findFirst();
    if (plan.isEmpty()) {
      errors.add(
          "midjourneyPlan",
          "invalid-midjourney-plan",
          "midjourneyPlan must be one of " + names() + ".");
    }
    return plan.orElse(null);
  }

  static @Nullable Integer concurrency(
      @Nullable Integer concurrency, MidjourneyPlan plan, FieldErrors errors) {
    if (concurrency != null && (concurrency < 1 || concurrency > plan.most())) {
      errors.add(
          "concurrency",
          "invalid-concurrency",
          "concurrency must be between 1 and %d, the most that Midjourney's plan %s runs at once."
              .formatted(plan.most(), plan));
    }
    return concurrency;
  }

  private static String names() {
    return Arrays.stream(MidjourneyPlan.values()).map(Enum::name).collect(Collectors.joining(", "));
  }

  private static String dashed(String field) {
    return field.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public String toString() {
    return "LinkRequest[server=%s, channel=%s]".formatted(server, channel);
  }
}
