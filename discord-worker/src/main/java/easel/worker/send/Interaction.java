package easel.worker.send;

import easel.common.message.DiscordMessage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A command or a press, in the form of Discord's `POST /interactions`.
public sealed interface Interaction {
  String MIDJOURNEY = "936929561302675456";

  Map<String, Object> body(String session, String nonce);

  /// `/imagine` in a thread.
  record Imagine(String server, long thread, MidjourneyCommand command, String prompt)
      implements Interaction {
    @Override
    public Map<String, Object> body(String session, String nonce) {
      var body = common(2, server, Long.toUnsignedString(thread), session, nonce);
      body.put(
          "data",
          Map.of(
              "version", command.version(),
              "id", command.id(),
              "name", command.name(),
              "type", 1,
              "options", List.of(Map.of("type", 3, "name", "prompt", "value", prompt)),
              "attachments", List.of()));
      return body;
    }
  }

  /// A press of a button.
  record Press(DiscordMessage message, String customId) implements Interaction {
    @Override
    public Map<String, Object> body(String session, String nonce) {
      var body = common(3, message.server(), message.channel(), session, nonce);
      body.put("message_id", message.id());
      body.put("message_flags", message.flags());
      body.put("data", Map.of("component_type", 2, "custom_id", customId));
      return body;
    }
  }

  private static Map<String, Object> common(
      int type, String server, String channel, String session, String nonce) {
    var body = new TreeMap<String, Object>();
    body.put("type", type);
    body.put("application_id", MIDJOURNEY);
    body.put("guild_id", server);
    body.put("channel_id", channel);
    body.put("session_id", session);
    body.put("nonce", nonce);
    return body;
  }
}
