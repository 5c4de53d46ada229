package easel.api.job;

import easel.common.id.JobId;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.UUID;

/// Job ids that sort by time of acceptance (UUID version 7), by PostgreSQL's clock alone: instances
/// do not have the same.
final class TimeOrderedId {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long VERSION = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long RANDOM_BITS = 0x3fff_ffff_ffff_ffffL;

  private TimeOrderedId() {}

  /// The least id of a job that was accepted in this millisecond or later.
  static JobId first(Instant acceptedAt) {
    return new JobId(new UUID((acceptedAt.toEpochMilli() << 16) | VERSION, VARIANT));
  }

  static JobId of(Instant acceptedAt) {
    // The 12 bits below the millisecond hold a fraction of it (RFC 9562, 6.2, method 3).
    long fraction = (acceptedAt.get(ChronoField.NANO_OF_SECOND) % 1_000_000L) * 4096 / 1_000_000;
    long high = (acceptedAt.toEpochMilli() << 16) | VERSION | fraction;
    return new JobId(new UUID(high, (RANDOM.nextLong() & RANDOM_BITS) | VARIANT));
  }
}
