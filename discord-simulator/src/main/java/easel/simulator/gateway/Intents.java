package easel.simulator.gateway;

/// What a bot has asked to be told of.
final class Intents {
  static final int GUILDS = 1;
  static final int GUILD_MESSAGES = 1 << 9;
  static final int GUILD_MESSAGE_REACTIONS = 1 << 10;
  static final int DIRECT_MESSAGES = 1 << 12;
  static final int MESSAGE_CONTENT = 1 << 15;

  /// For people's sessions, which need no intents.
  static final int ALL = -1;

  /// The bits that mean something today.
  static final int KNOWN = ((1 << 17) - 1) | (1 << 20) | (1 << 21) | (1 << 24) | (1 << 25);

  private Intents() {}
}
