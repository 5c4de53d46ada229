package easel.simulator.midjourney;

import easel.simulator.http.Json;
import tools.jackson.databind.node.ObjectNode;

/// An order that the next requests be refused.
///
/// @param account whose, 0 for anyone's
/// @param promptContains what their prompt contains, the empty text for any
/// @param count how many
public record RefusalOrder(RefusalKind kind, long account, String promptContains, int count) {

  public static RefusalOrder fromJson(ObjectNode json) {
    return new RefusalOrder(
        RefusalKind.named(Json.text(json, "refusal", "")),
        Json.id(json, "account"),
        Json.text(json, "promptContains", ""),
        json.path("count").asInt(1));
  }

  boolean isAtEnd() {
    return kind == RefusalKind.OUTPUT_FILTERS;
  }

  boolean hits(long who, String prompt) {
    return (account == 0 || account == who) && prompt.contains(promptContains);
  }

  RefusalOrder less() {
    return new RefusalOrder(kind, account, promptContains, count - 1);
  }

  public ObjectNode toJson() {
    var json = Json.object().put("refusal", kind.name());
    if (account != 0) {
      json.put("account", Long.toUnsignedString(account));
    }
    return json.put("promptContains", promptContains).put("count", count);
  }
}
