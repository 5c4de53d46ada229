package easel.simulator.world;

import java.util.Locale;

/// How fast Midjourney works, by setting of the account or by parameter of a prompt.
public enum Mode {
  FAST("fast"),
  RELAX("relaxed"),
  TURBO("turbo");

  private final String shown;

  Mode(String shown) {
    this.shown = shown;
  }

  /// As in the text of a message.
  public String shown() {
    return shown;
  }

  /// As in commands and parameters.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Mode named(String key) {
    for (var mode : values()) {
      if (mode.key().equalsIgnoreCase(key) || mode.shown.equalsIgnoreCase(key)) {
        return mode;
      }
    }
    throw new IllegalArgumentException("expected fast, relax or turbo, got: '" + key + "'");
  }
}
