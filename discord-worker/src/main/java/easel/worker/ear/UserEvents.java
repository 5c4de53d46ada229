package easel.worker.ear;

import easel.worker.track.SeenMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads what a user's session is told.
final class UserEvents {
  private static final int TEXT_INPUT = 4;
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private UserEvents() {}

  /// Passes on what is of Midjourney, or of the account's own requests.
  static void passOn(String type, JsonNode data, EarListener listener) {
    switch (type) {
      // A deleted message says nothing: a start is deleted when its picture is there.
      case "MESSAGE_CREATE", "MESSAGE_UPDATE" -> {
        var message = SeenMessage.read(MAPPER.convertValue(data, Map.class));
        if (message.isMidjourneys()) {
          listener.heard(message);
        }
      }
      default -> news(type, data).ifPresent(listener::told);
    }
  }

  private static Optional<RequestNews> news(String type, JsonNode data) {
    var nonce = data.path("nonce").asString("");
    if (nonce.isEmpty()) {
      return Optional.empty();
    }
    return switch (type) {
      case "INTERACTION_CREATE" -> Optional.of(new RequestNews.Taken(nonce));
      case "INTERACTION_SUCCESS" -> Optional.of(new RequestNews.Answered(nonce));
      case "INTERACTION_FAILURE" ->
          Optional.of(new RequestNews.Unanswered(nonce, data.path("reason_code").asInt(0)));
      case "INTERACTION_MODAL_CREATE" ->
          Optional.of(
              new RequestNews.Dialog(
                  nonce,
                  data.path("id").asString(""),
                  data.path("custom_id").asString(""),
                  inputs(data)));
      case "INTERACTION_IFRAME_MODAL_CREATE" ->
          Optional.of(new RequestNews.WebPage(nonce, data.path("custom_id").asString("")));
      default -> Optional.empty();
    };
  }

  /// The text fields, however deep they lie in rows.
  private static List<RequestNews.Input> inputs(JsonNode of) {
    return within(of)
        .filter(part -> part.path("type").asInt(0) == TEXT_INPUT)
        .map(
            part ->
                new RequestNews.Input(
                    part.path("custom_id").asString(""), part.path("value").asString("")))
        .toList();
  }

  private static Stream<JsonNode> within(JsonNode of) {
    return of.path("components")
        .valueStream()
        .flatMap(part -> Stream.concat(Stream.of(part), within(part)));
  }
}
