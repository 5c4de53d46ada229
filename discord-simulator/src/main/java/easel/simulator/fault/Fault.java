package easel.simulator.fault;

import easel.simulator.http.Json;
import tools.jackson.databind.node.ObjectNode;

/// An order for mishaps.
///
/// @param user the account or bot that it is meant for, 0 for anyone
/// @param call the one call that it is meant for, such as `PATCH /channels/77`; empty for any
/// @param retryAfterSeconds what a 429 says
public record Fault(
    Place on,
    FaultKind kind,
    int count,
    long user,
    String call,
    double retryAfterSeconds,
    long delayMs) {

  public static Fault fromJson(ObjectNode json) {
    var place = Place.named(Json.text(json, "on", ""));
    var user = Json.id(json, "account");
    return new Fault(
        place,
        FaultKind.named(Json.text(json, "kind", ""), place),
        json.path("count").asInt(1),
        user == 0 ? Json.id(json, "bot") : user,
        Json.text(json, "call", ""),
        json.path("retryAfter").asDouble(1.0),
        json.path("delayMs").asLong(1000));
  }

  /// The same order for another number of mishaps.
  public Fault times(int other) {
    return new Fault(on, kind, other, user, call, retryAfterSeconds, delayMs);
  }

  boolean hits(Place place, long who, String what) {
    return on == place
        && (user == 0 || user == who)
        && (call.isEmpty() || call.equals(what))
        && kind.canStrike(what);
  }

  public ObjectNode toJson() {
    var json = Json.object().put("on", on.key()).put("kind", kind.key()).put("count", count);
    if (user != 0) {
      json.put("user", Long.toString(user));
    }
    if (!call.isEmpty()) {
      json.put("call", call);
    }
    return json.put("retryAfter", retryAfterSeconds).put("delayMs", delayMs);
  }
}
