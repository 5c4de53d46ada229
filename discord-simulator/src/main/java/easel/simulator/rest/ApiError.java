package easel.simulator.rest;

import easel.simulator.http.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Discord's way of saying no.
final class ApiError extends Exception {
  private final int status;
  private final int code;
  private final String text;
  private final @Nullable ObjectNode errors;

  private ApiError(int status, int code, String text, @Nullable ObjectNode errors) {
    super(text);
    this.status = status;
    this.code = code;
    this.text = text;
    this.errors = errors;
  }

  static ApiError of(int status, int code, String text) {
    return new ApiError(status, code, text, null);
  }

  static ApiError unauthorized() {
    return of(401, 0, "401: Unauthorized");
  }

  static ApiError unknownChannel() {
    return of(404, 10003, "Unknown Channel");
  }

  static ApiError unknownGuild() {
    return of(404, 10004, "Unknown Guild");
  }

  static ApiError unknownMessage() {
    return of(404, 10008, "Unknown Message");
  }

  static ApiError unknownInteraction() {
    return of(404, 10062, "Unknown interaction");
  }

  static ApiError noAccess() {
    return of(403, 50001, "Missing Access");
  }

  static ApiError noPermission() {
    return of(403, 50013, "Missing Permissions");
  }

  static ApiError archived() {
    return of(403, 50083, "Thread is archived");
  }

  /// 50035 with the reason at the field it concerns.
  ///
  /// @param field names separated by dots
  static ApiError invalid(String field, String code, String text) {
    var errors = Json.object();
    var at = errors;
    for (var name : field.split("\\.", -1)) {
      at = at.putObject(name);
    }
    at.putArray("_errors").addObject().put("code", code).put("message", text);
    return new ApiError(400, 50035, "Invalid Form Body", errors);
  }

  int status() {
    return status;
  }

  ObjectNode toJson() {
    var json = Json.object().put("message", text).put("code", code);
    if (errors != null) {
      json.set("errors", errors);
    }
    return json;
  }
}
