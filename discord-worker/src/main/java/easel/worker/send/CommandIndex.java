package easel.worker.send;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Midjourney's commands as each server offers them. Looked up once and kept until Discord says
/// that one is stale.
public final class CommandIndex {
  private static final String IMAGINE = "imagine";

  private final DiscordClient discord;
  private final Map<String, Map<String, MidjourneyCommand>> commands = new ConcurrentHashMap<>();

  public CommandIndex(DiscordClient discord) {
    this.discord = discord;
  }

  /// What became of looking them up.
  public sealed interface LookUp {
    record Found() implements LookUp {}

    /// Midjourney is not there: it offers no `/imagine`.
    record Missing() implements LookUp {}

    record TokenRefused() implements LookUp {}

    /// To be tried again.
    record Unreached(String detail) implements LookUp {}
  }

  /// Whether it is known what Midjourney offers there.
  public boolean isKnown(String server) {
    return commands.containsKey(server);
  }

  /// A command such as `imagine`, if it is known and offered.
  public Optional<MidjourneyCommand> known(String server, String name) {
    return Optional.ofNullable(commands.getOrDefault(server, Map.of()).get(name));
  }

  /// Discord says that a command was edited since: the others may have been, too.
  public void forget(String server) {
    commands.remove(server);
  }

  public LookUp lookUp(String server, String userToken) {
    DiscordAnswer answer;
    try {
      answer = discord.get("/guilds/" + server + "/application-command-index", userToken);
    } catch (IOException unreached) {
      return new LookUp.Unreached(unreached.getClass().getSimpleName());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new LookUp.Unreached("this worker stops");
    }
    if (answer.isUnauthorized()) {
      return new LookUp.TokenRefused();
    }
    if (answer.isPassing()) {
      return new LookUp.Unreached("HTTP " + answer.status());
    }
    var found = new HashMap<String, MidjourneyCommand>();
    for (var command : answer.body().path("application_commands")) {
      if (command.path("application_id").asString("").equals(Interaction.MIDJOURNEY)) {
        var name = command.path("name").asString("");
        found.put(
            name,
            new MidjourneyCommand(
                command.path("id").asString(), command.path("version").asString(), name));
      }
    }
    if (!found.containsKey(IMAGINE)) {
      return new LookUp.Missing();
    }
    commands.put(server, Map.copyOf(found));
    return new LookUp.Found();
  }
}
