package easel.worker.send;

import tools.jackson.databind.JsonNode;

/// Discord's answer to what may be asked again, such as a GET.
public record DiscordAnswer(int status, JsonNode body) {
  public boolean isOk() {
    return status == 200;
  }

  /// Whether the token is dead.
  public boolean isUnauthorized() {
    return status == 401;
  }

  /// Whether to ask again later.
  public boolean isPassing() {
    return status == 429 || status >= 500;
  }

  /// Discord's own number for what is wrong; 0 where it gives none.
  public int code() {
    return body.path("code").asInt(0);
  }
}
