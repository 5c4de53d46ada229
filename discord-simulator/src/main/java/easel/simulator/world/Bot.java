package easel.simulator.world;

/// A bot account, whose id is its application's too.
public final class Bot extends User {
  private final boolean messageContent;

  /// @param messageContent whether the privileged intent is switched on in the developer portal
  Bot(long id, String username, String token, boolean messageContent) {
    super(id, username, token);
    this.messageContent = messageContent;
  }

  public boolean hasMessageContent() {
    return messageContent;
  }
}
