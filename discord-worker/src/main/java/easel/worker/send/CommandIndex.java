package easel.worker.send;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Midjourney's `/imagine` as each server offers it. Looked up once and kept until Discord says
/// that it is stale.
public final class CommandIndex {
  private final DiscordClient discord;
  private final Map<String, MidjourneyCommand> imagine = new ConcurrentHashMap<>();

  public CommandIndex(DiscordClient discord) {
    this.discord = discord;
  }

  /// What became of looking it up.
  public sealed interface LookUp {
    record Found(MidjourneyCommand command) implements LookUp {}

    /// Midjourney offers no such command there.
    record Missing() implements LookUp {}

    record TokenRefused() implements LookUp {}

    /// To be tried again.
    record Unreached(String detail) implements LookUp {}
  }

  public Optional<MidjourneyCommand> known(String server) {
    return Optional.ofNullable(imagine.get(server));
  }

  public void forget(String server, MidjourneyCommand stale) {
    imagine.remove(server, stale);
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
    for (var command : answer.body().path("application_commands")) {
      if (command.path("name").asString("").equals("imagine")
          && command.path("application_id").asString("").equals(Interaction.MIDJOURNEY)) {
        var found =
            new MidjourneyCommand(
                command.path("id").asString(), command.path("version").asString(), "imagine");
        imagine.put(server, found);
        return new LookUp.Found(found);
      }
    }
    return new LookUp.Missing();
  }
}
