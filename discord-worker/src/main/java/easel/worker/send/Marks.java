package easel.worker.send;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What the answers to one request are known by: Discord repeats the nonce, and shows them in the
/// session.
///
/// @param session the account's own session at the gateway; null where it has none
public record Marks(String nonce, @Nullable String session) {
  private static final long DISCORD_EPOCH = 1_420_070_400_000L;
  private static final AtomicLong LAST = new AtomicLong();

  /// Marks of a request whose answers nobody listens to.
  public static Marks unheard() {
    return new Marks(freshNonce(), null);
  }

  /// In the form of the ids that Discord's own client sends. Unique also where the clock of another
  /// worker of the same account is wrong: by chance.
  public static String freshNonce() {
    long now = System.currentTimeMillis() - DISCORD_EPOCH;
    long next = (now << 22) | ThreadLocalRandom.current().nextInt(1 << 22);
    return Long.toString(LAST.updateAndGet(last -> Math.max(last + 1, next)));
  }
}
