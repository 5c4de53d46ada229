package easel.simulator.world;

import java.util.Collection;

/// Discord's permissions, as far as they matter here.
public enum Permission {
  MANAGE_CHANNELS(4),
  ADD_REACTIONS(6),
  VIEW_CHANNEL(10),
  SEND_MESSAGES(11),
  MANAGE_MESSAGES(13),
  EMBED_LINKS(14),
  ATTACH_FILES(15),
  READ_MESSAGE_HISTORY(16),
  USE_EXTERNAL_EMOJIS(18),
  USE_APPLICATION_COMMANDS(31),
  MANAGE_THREADS(34),
  CREATE_PUBLIC_THREADS(35),
  CREATE_PRIVATE_THREADS(36),
  SEND_MESSAGES_IN_THREADS(38);

  /// What everyone in a guild may.
  public static final long OF_EVERYONE =
      bits() & ~(MANAGE_CHANNELS.bit | MANAGE_MESSAGES.bit | MANAGE_THREADS.bit);

  /// What the bots' role adds.
  public static final long OF_BOTS = bits();

  private final long bit;

  Permission(int position) {
    bit = 1L << position;
  }

  boolean isIn(long permissions) {
    return (permissions & bit) != 0;
  }

  private static long bits() {
    var bits = 0L;
    for (var permission : values()) {
      bits |= permission.bit;
    }
    return bits;
  }

  public static long bits(Collection<Permission> permissions) {
    return permissions.stream().mapToLong(permission -> permission.bit).reduce(0, (a, b) -> a | b);
  }
}
