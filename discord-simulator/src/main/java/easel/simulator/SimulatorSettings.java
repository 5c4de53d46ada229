package easel.simulator;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the simulator listens and what it calls itself.
///
/// @param port 0 to let the system choose
/// @param url the base of all addresses that it hands out; null for `http://host:port`
/// @param botToken the token of the bot that is there from the start
public record SimulatorSettings(String host, int port, @Nullable String url, String botToken) {

  /// For use inside a test: a free port on this machine.
  public static SimulatorSettings forTests() {
    return new SimulatorSettings("127.0.0.1", 0, null, "simulator-bot-token");
  }

  static SimulatorSettings from(Map<String, String> environment) {
    return new SimulatorSettings(
        environment.getOrDefault("SIMULATOR_HOST", "127.0.0.1"),
        port(environment.getOrDefault("SIMULATOR_PORT", "8090")),
        environment.get("SIMULATOR_URL"),
        environment.getOrDefault("SIMULATOR_BOT_TOKEN", "simulator-bot-token"));
  }

  private static int port(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected SIMULATOR_PORT to be a port number, got: '" + text + "'", e);
    }
  }
}
