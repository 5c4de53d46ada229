package easel.simulator.midjourney;

import easel.simulator.http.Json;
import easel.simulator.settings.Option;
import easel.simulator.settings.Settings;
import easel.simulator.world.Midjourneyer;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Midjourney's slash commands, with the ids and versions that Discord knows them by.
public enum MidjourneyCommand {
  IMAGINE("imagine", 938956540159881230L, "1237876415471554623"),
  BLEND("blend", 1062880104792997970L, "1237876415471554624"),
  DESCRIBE("describe", 1092492867185950852L, "1237876415471554625"),
  SHORTEN("shorten", 1121575372539039774L, "1247736572414001223"),
  SHOW("show", 1169435442328911902L, "1247736572414001224"),
  INFO("info", 972289487818334209L, "1237876415735660565"),
  FAST("fast", 972289487818334212L, "1237876415735660572"),
  RELAX("relax", 972289487818334213L, "1237876415735660573"),
  TURBO("turbo", 1124132684143271996L, "1237876415790055474"),
  SETTINGS("settings", 1000850743479255081L, "1493662068581077053"),
  PREFER("prefer", 984273800587776053L, "1237876415790055476");

  private static final int ATTACHMENT = 11;
  private static final int TEXT = 3;

  private final String key;
  private final long id;
  private final String version;

  MidjourneyCommand(String key, long id, String version) {
    this.key = key;
    this.id = id;
    this.version = version;
  }

  public String key() {
    return key;
  }

  public String version(Settings settings) {
    var changed = settings.text(Option.COMMAND_VERSIONS, key);
    return changed == null ? version : changed;
  }

  public static Optional<MidjourneyCommand> withId(long id) {
    return Arrays.stream(values()).filter(command -> command.id == id).findFirst();
  }

  /// As the application-command-index shows it.
  public ObjectNode toJson(Settings settings) {
    var json =
        Json.object()
            .put("id", Long.toString(id))
            .put("application_id", Long.toString(Midjourneyer.ID))
            .put("version", version(settings))
            .put("type", 1)
            .put("name", key)
            .put("description", "Midjourney's " + key)
            .put("dm_permission", true)
            .put("nsfw", false)
            .putNull("default_member_permissions");
    var options = json.putArray("options");
    switch (this) {
      case IMAGINE, SHORTEN -> options.add(option(TEXT, "prompt", true));
      case BLEND -> {
        for (var n = 1; n <= 5; n++) {
          options.add(option(ATTACHMENT, "image" + n, n <= 2));
        }
        var dimensions = option(TEXT, "dimensions", false);
        var choices = dimensions.putArray("choices");
        choices.addObject().put("name", "Portrait").put("value", "--ar 2:3");
        choices.addObject().put("name", "Square").put("value", "--ar 1:1");
        choices.addObject().put("name", "Landscape").put("value", "--ar 3:2");
        options.add(dimensions);
      }
      case DESCRIBE ->
          options.add(option(ATTACHMENT, "image", false)).add(option(TEXT, "link", false));
      case SHOW -> options.add(option(TEXT, "job_id", true));
      case PREFER -> options.add(option(1, "remix", false));
      case INFO, FAST, RELAX, TURBO, SETTINGS -> {}
    }
    return json;
  }

  private static ObjectNode option(int type, String name, boolean required) {
    return Json.object()
        .put("type", type)
        .put("name", name)
        .put("description", name)
        .put("required", required);
  }
}
