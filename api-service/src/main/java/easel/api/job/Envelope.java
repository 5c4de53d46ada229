package easel.api.job;

import org.jspecify.annotations.Nullable;

/// What comes with every request for a job, whatever is asked for.
///
/// @param ref the customer's own words for it, given back as they are
/// @param webhook where its customer wants to be told, null for the customer's own address
/// @param key null where a repeat is another job
public record Envelope(
    Dialect dialect,
    @Nullable String ref,
    @Nullable String webhook,
    @Nullable IdempotencyKey key) {}
