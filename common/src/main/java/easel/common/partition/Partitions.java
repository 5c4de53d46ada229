package easel.common.partition;

import easel.common.id.PoolId;
import easel.common.id.QueueId;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// A fixed number of partitions, and who of the living should own which. Every process computes the
/// same answer from the same members; when one leaves, only its own partitions move.
public final class Partitions {
  /// Frozen: it is part of the names of queues and of rows.
  public static final int COUNT = 16;

  private Partitions() {}

  /// The partition of an account, by its Discord user id.
  public static int ofDiscordUser(String discordUser) {
    return of(discordUser);
  }

  /// The partition of a pool, and so of every queue that feeds it.
  public static int ofPool(PoolId pool) {
    return of(pool.value());
  }

  /// The partition whose owner looks after the places of a queue.
  public static int ofQueue(QueueId queue) {
    return of(queue.value());
  }

  /// The partitions that this member should own.
  public static SortedSet<Integer> ownedBy(String member, Collection<String> members) {
    var owned = new TreeSet<Integer>();
    IntStream.range(0, COUNT)
        .filter(partition -> owner(partition, members).filter(member::equals).isPresent())
        .forEach(owned::add);
    return owned;
  }

  /// The member with the highest hash together with this partition; empty without members.
  public static Optional<String> owner(int partition, Collection<String> members) {
    return members.stream()
        .max(
            Comparator.<String>comparingLong(member -> hash(partition + "/" + member))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static int of(String key) {
    return (int) Long.remainderUnsigned(hash(key), COUNT);
  }

  // FNV-1a with a final mix: the same in every process and version, unlike hashCode() of others.
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
