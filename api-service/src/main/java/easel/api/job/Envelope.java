package easel.api.job;

import easel.common.id.JobId;
import org.jspecify.annotations.Nullable;

/// What comes with every request for a job, whatever is asked for.
///
/// @param ref the customer's own words for it, given back as they are
/// @param webhook where its customer wants to be told, null for the customer's own address
/// @param key null where a repeat is another job
/// @param announced the id that its customer was told before; null where there is none yet
/// @param retryOf the job that it is once more; null where it is none
public record Envelope(
    Dialect dialect,
    @Nullable String ref,
    @Nullable String webhook,
    @Nullable IdempotencyKey key,
    @Nullable JobId announced,
    @Nullable JobId retryOf) {
  public Envelope(
      Dialect dialect,
      @Nullable String ref,
      @Nullable String webhook,
      @Nullable IdempotencyKey key) {
    this(dialect, ref, webhook, key, null, null);
  }
}
