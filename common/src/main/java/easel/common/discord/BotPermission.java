package easel.common.discord;

import java.util.Arrays;

/// What a bot needs in the channel of an account, by Discord's names and bits: what a worker looks
/// for, and what an invitation asks for.
public enum BotPermission {
  VIEW_CHANNEL(10),
  SEND_MESSAGES(11),
  READ_MESSAGE_HISTORY(16),
  MANAGE_THREADS(34),
  CREATE_PUBLIC_THREADS(35),
  SEND_MESSAGES_IN_THREADS(38);

  private final int bit;

  BotPermission(int bit) {
    this.bit = bit;
  }

  /// Which bit of Discord's number of permissions stands for it.
  public int bit() {
    return bit;
  }

  /// All of them as Discord's one number.
  public static long all() {
    return Arrays.stream(values()).mapToLong(needed -> 1L << needed.bit).reduce(0, (a, b) -> a | b);
  }
}
