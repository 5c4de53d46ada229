package easel.worker.send;

import easel.common.message.DiscordMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A command or a press, in the form of Discord's `POST /interactions`.
public sealed interface Interaction {
  String MIDJOURNEY = "936929561302675456";

  Map<String, Object> body(String session, String nonce);

  /// A command in a thread.
  sealed interface InThread extends Interaction {
    String server();

    long thread();

    MidjourneyCommand command();

    /// What it is given, as Discord names it.
    List<Map<String, Object>> options();

    /// What was uploaded for it, in the order in which its options count it.
    default List<Attachment> pictures() {
      return List.of();
    }

    @Override
    default Map<String, Object> body(String session, String nonce) {
      var body = common(2, server(), Long.toUnsignedString(thread()), session, nonce);
      body.put(
          "data",
          Map.of(
              "version",
              command().version(),
              "id",
              command().id(),
              "name",
              command().name(),
              "type",
              1,
              "options",
              options(),
              "attachments",
              Attachment.named(pictures())));
      return body;
    }
  }

  /// `/imagine`.
  record Imagine(String server, long thread, MidjourneyCommand command, String prompt)
      implements InThread {
    @Override
    public List<Map<String, Object>> options() {
      return List.of(text("prompt", prompt));
    }
  }

  /// `/describe` of a picture that Midjourney fetches.
  record DescribeLink(String server, long thread, MidjourneyCommand command, String link)
      implements InThread {
    @Override
    public List<Map<String, Object>> options() {
      return List.of(text("link", link));
    }
  }

  /// `/describe` of an uploaded picture.
  record DescribePicture(String server, long thread, MidjourneyCommand command, Attachment picture)
      implements InThread {
    @Override
    public List<Attachment> pictures() {
      return List.of(picture);
    }

    @Override
    public List<Map<String, Object>> options() {
      return List.of(attachment("image", 0));
    }
  }

  /// `/blend` of uploaded pictures.
  ///
  /// @param ratio such as `--ar 2:3`; null for Midjourney's own choice
  record Blend(
      String server,
      long thread,
      MidjourneyCommand command,
      List<Attachment> pictures,
      @Nullable String ratio)
      implements InThread {
    public Blend {
      pictures = List.copyOf(pictures);
    }

    @Override
    public List<Map<String, Object>> options() {
      var options = new ArrayList<Map<String, Object>>();
      for (int i = 0; i < pictures.size(); i++) {
        options.add(attachment("image" + (i + 1), i));
      }
      if (ratio != null) {
        options.add(text("dimensions", ratio));
      }
      return options;
    }
  }

  /// `/shorten`.
  record Shorten(String server, long thread, MidjourneyCommand command, String prompt)
      implements InThread {
    @Override
    public List<Map<String, Object>> options() {
      return List.of(text("prompt", prompt));
    }
  }

  /// `/info`: what Midjourney knows of the account.
  ///
  /// @param thread or channel: the answer is for the account alone
  record Info(String server, long thread, MidjourneyCommand command) implements InThread {
    @Override
    public List<Map<String, Object>> options() {
      return List.of();
    }
  }

  /// `/show`: the result of a job once more.
  ///
  /// @param job Midjourney's id of it
  record Show(String server, long thread, MidjourneyCommand command, String job)
      implements InThread {
    @Override
    public List<Map<String, Object>> options() {
      return List.of(text("job_id", job));
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

  /// What is filled in where a pressed button has opened a dialog.
  ///
  /// @param opener the interaction that opened it
  /// @param inputs the custom id of each input, and its text
  record DialogAnswer(
      String server, String channel, String opener, String customId, Map<String, String> inputs)
      implements Interaction {
    public DialogAnswer {
      inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }

    @Override
    public Map<String, Object> body(String session, String nonce) {
      var rows =
          inputs.entrySet().stream()
              .map(
                  input ->
                      Map.of(
                          "type",
                          1,
                          "components",
                          List.of(
                              Map.of(
                                  "type",
                                  4,
                                  "custom_id",
                                  input.getKey(),
                                  "value",
                                  input.getValue()))))
              .toList();
      var body = common(5, server, channel, session, nonce);
      body.put("data", Map.of("id", opener, "custom_id", customId, "components", rows));
      return body;
    }
  }

  private static Map<String, Object> text(String name, String value) {
    return Map.of("type", 3, "name", name, "value", value);
  }

  /// @param number of the attachment that it names
  private static Map<String, Object> attachment(String name, int number) {
    return Map.of("type", 11, "name", name, "value", number);
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
