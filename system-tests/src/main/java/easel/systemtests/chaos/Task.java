package easel.systemtests.chaos;

import easel.systemtests.promise.History.Told;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A job as the second dialect tells of it.
///
/// @param name what the customer called it
/// @param status in the words of the first dialect
/// @param imageUrl where its picture is; empty if there is none
/// @param words its prompt, or the texts that are its result
record Task(
    String id,
    String name,
    String status,
    int progress,
    @Nullable Boolean sent,
    String why,
    String imageUrl,
    String words) {
  static Task of(JsonNode json) {
    var properties = json.path("properties");
    var sent = properties.path("sent");
    var reason = properties.path("reason").asString("");
    var failReason = json.path("failReason").asString("");
    return new Task(
        json.required("id").asString(),
        json.path("state").asString(""),
        statusOf(json.required("status").asString()),
        Integer.parseInt(json.path("progress").asString("0%").replace("%", "")),
        sent.isBoolean() ? Boolean.valueOf(sent.asBoolean()) : null,
        // Where the first dialect says nothing beside the reason, this one says the reason.
        reason.isEmpty() ? "" : reason + " " + (failReason.equals(reason) ? "" : failReason),
        json.path("imageUrl").asString(""),
        properties.path("finalPrompt").asString(""));
  }

  private static String statusOf(String status) {
    return switch (status) {
      case "NOT_START" -> "QUEUED";
      case "SUBMITTED", "IN_PROGRESS" -> "PROCESSING";
      case "SUCCESS" -> "DONE";
      case "FAILURE" -> "FAIL";
      case "CANCEL" -> "CANCELLED";
      default ->
          throw new IllegalArgumentException(
              "expected a status of the second dialect, got: '%s'".formatted(status));
    };
  }

  boolean hasEnded() {
    return status.equals("DONE") || status.equals("FAIL") || status.equals("CANCELLED");
  }

  /// Its end as it was told here, with what this dialect does not tell as the first one does:
  /// Discord's own link, and texts.
  Told told(Told inTheFirst) {
    return new Told(
        status, sent, why, inTheFirst.picture(), inTheFirst.text(), inTheFirst.firstSeen());
  }
}
