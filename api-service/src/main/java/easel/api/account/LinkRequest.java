package easel.api.account;

import easel.api.http.FieldErrors;
import easel.api.plan.MidjourneyPlan;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What links an account, once its fields are known to be sound.
///
/// @param botToken null for the operator's bot
/// @param concurrency null for the recommended
/// @param secondEar whether it is also heard through its own session at Discord
/// @param remix whether it is in remix mode at Midjourney, as its owner says
record LinkRequest(
    @Nullable String label,
    String server,
    String channel,
    String userToken,
    @Nullable String botToken,
    MidjourneyPlan midjourneyPlan,
    @Nullable Integer concurrency,
    boolean secondEar,
    boolean remix) {
  private static final Pattern SNOWFLAKE = Pattern.compile("[1-9][0-9]{0,19}");
  private static final int LONGEST_TOKEN = 500;
  private static final int LONGEST_LABEL = 100;
  private static final String PLANS =
      Arrays.stream(MidjourneyPlan.values()).map(Enum::name).collect(Collectors.joining(", "));

  /// @throws easel.api.http.Problem that names every field at fault
  static LinkRequest of(NewAccount body) {
    var errors = new FieldErrors();
    errors.require("serverId", body.serverId());
    errors.require("channelId", body.channelId());
    errors.require("userToken", body.userToken());
    errors.require("midjourneyPlan", body.midjourneyPlan());
    var server = snowflake("serverId", body.serverId(), errors);
    var channel = snowflake("channelId", body.channelId(), errors);
    var userToken = token("userToken", body.userToken(), errors);
    var botToken = token("botToken", body.botToken(), errors);
    var label = label(body.label(), errors);
    var plan = plan(body.midjourneyPlan(), errors);
    var concurrency =
        plan == null ? body.concurrency() : concurrency(body.concurrency(), plan, errors);
    errors.throwIfAny();
    if (server == null || channel == null || userToken == null || plan == null) {
      throw new IllegalStateException("a field is missing, but no error names it");
    }
    return new LinkRequest(
        label,
        server,
        channel,
        userToken,
        botToken,
        plan,
        concurrency,
        Boolean.TRUE.equals(body.secondEar()),
        Boolean.TRUE.equals(body.remix()));
  }

  /// The number of jobs at once that the account begins with.
  int limit() {
    return concurrency == null ? midjourneyPlan.recommended() : concurrency;
  }

  // Each of these answers null where nothing is given, and where an error was noted.

  static @Nullable String snowflake(String field, @Nullable String text, FieldErrors errors) {
    if (text == null || text.isBlank()) {
      return null;
    }
    if (!isSnowflake(text.strip())) {
      errors.invalid(
          field,
          field + " must be a Discord id: up to 20 digits, as Discord's developer mode copies it.");
      return null;
    }
    return text.strip();
  }

  static boolean isSnowflake(String text) {
    return SNOWFLAKE.matcher(text).matches();
  }

  /// A token goes into an HTTP header: nothing but visible ASCII may be in it.
  static @Nullable String token(String field, @Nullable String text, FieldErrors errors) {
    if (text == null || text.isBlank()) {
      return null;
    }
    var token = text.strip();
    if (token.length() > LONGEST_TOKEN || !token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      errors.invalid(
          field,
          "%s must be a Discord token: visible ASCII without blanks, at most %d characters."
              .formatted(field, LONGEST_TOKEN));
      return null;
    }
    return token;
  }

  static @Nullable String label(@Nullable String text, FieldErrors errors) {
    if (text == null || text.isBlank()) {
      return null;
    }
    if (text.strip().length() > LONGEST_LABEL) {
      errors.tooLong("label", LONGEST_LABEL);
      return null;
    }
    return errors.isStorable("label", text) ? text.strip() : null;
  }

  static @Nullable MidjourneyPlan plan(@Nullable String text, FieldErrors errors) {
    if (text == null || text.isBlank()) {
      return null;
    }
    for (var plan : MidjourneyPlan.values()) {
      if (plan.name().equals(text)) {
        return plan;
      }
    }
    errors.invalid("midjourneyPlan", "midjourneyPlan must be one of " + PLANS + ".");
    return null;
  }

  static @Nullable Integer concurrency(
      @Nullable Integer concurrency, MidjourneyPlan plan, FieldErrors errors) {
    if (concurrency != null && (concurrency < 1 || concurrency > plan.most())) {
      errors.invalid(
          "concurrency",
          "concurrency must be between 1 and %d, the most that Midjourney's plan %s runs at once."
              .formatted(plan.most(), plan));
      return null;
    }
    return concurrency;
  }

  @Override
  public String toString() {
    return "LinkRequest[server=%s, channel=%s]".formatted(server, channel);
  }
}
