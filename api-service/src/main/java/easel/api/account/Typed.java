package easel.api.account;

import easel.api.http.FieldErrors;
import easel.api.http.Problem;
import easel.api.http.Problem.FieldError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What was typed into a form about an account, by the names of the fields.
record Typed(Map<String, String> fields) {
  static final List<String> OF_LINKING =
      List.of(
          "serverId",
          "channelId",
          "userToken",
          "botToken",
          "midjourneyPlan",
          "concurrency",
          "label",
          "secondEar",
          "remix");
  static final List<String> TOKENS = List.of("userToken", "botToken");

  // What the API calls its fields, and what the pages do.
  private static final Map<String, String> NAMES =
      Map.of(
          "serverId", "server id",
          "channelId", "channel id",
          "userToken", "user token",
          "botToken", "bot token",
          "midjourneyPlan", "Midjourney plan",
          "concurrency", "limit");
  private static final Pattern NAMED =
      Pattern.compile("\\b(" + String.join("|", NAMES.keySet()) + ")\\b");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  @Nullable String text(String field) {
    return fields.get(field);
  }

  /// What may be sent back to the browser: no token.
  Map<String, String> shown() {
    var shown = new LinkedHashMap<>(fields);
    shown.keySet().removeAll(Set.copyOf(TOKENS));
    return shown;
  }

  NewAccount newAccount() {
    return new NewAccount(
        text("label"),
        text("serverId"),
        text("channelId"),
        text("userToken"),
        text("botToken"),
        text("midjourneyPlan"),
        number("concurrency"),
        isSet("secondEar"),
        isSet("remix"));
  }

  AccountEdit newLabel() {
    return AccountEdit.ofLabel(required("label"));
  }

  AccountEdit newLimit() {
    required("concurrency");
    return AccountEdit.ofLimit(number("concurrency"));
  }

  AccountEdit newPlan() {
    return AccountEdit.ofPlan(required("midjourneyPlan"));
  }

  AccountEdit newSecondEar() {
    required("secondEar");
    return AccountEdit.ofSecondEar(isSet("secondEar"));
  }

  AccountEdit newRemix() {
    required("remix");
    return AccountEdit.ofRemix(isSet("remix"));
  }

  AccountEdit newTokens() {
    if (isBlank("userToken") && isBlank("botToken")) {
      throw Problem.invalid(
          "userToken", "user-token-required", "Expected a new token in one of the two fields.");
    }
    return AccountEdit.ofTokens(text("userToken"), text("botToken"));
  }

  /// The same problem, with each field called what the page calls it.
  static Problem named(Problem problem) {
    if (problem.errors().isEmpty()) {
      return problem;
    }
    return Problem.invalid(
        problem.errors().stream()
            .map(error -> new FieldError(error.field(), error.code(), named(error.detail())))
            .toList());
  }

  private static String named(String detail) {
    var named = NAMED.matcher(detail).replaceAll(found -> NAMES.getOrDefault(found.group(), ""));
    return named.substring(0, 1).toUpperCase(Locale.ROOT) + named.substring(1);
  }

  private String required(String field) {
    var errors = new FieldErrors();
    var text = text(field);
    errors.require(field, text);
    errors.throwIfAny();
    return text == null ? "" : text;
  }

  private boolean isSet(String field) {
    return "true".equals(text(field));
  }

  private boolean isBlank(String field) {
    var text = text(field);
    return text == null || text.isBlank();
  }

  // What is no number is out of every range, and refused with what was expected.
  private @Nullable Integer number(String field) {
    var text = text(field);
    if (text == null || text.isBlank()) {
      return null;
    }
    return NUMBER.matcher(text.strip()).matches() ? Integer.parseInt(text.strip()) : -1;
  }

  @Override
  public String toString() {
    return "Typed[%s]".formatted(fields.keySet());
  }
}
