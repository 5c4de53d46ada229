package easel.common.message;

import easel.common.id.AccountId;
import org.jspecify.annotations.Nullable;

/// Asks a worker, over `discord.seed`, for the seed of a finished picture; answered with a {@link
/// Seed} on the request's own reply queue.
///
/// @param account that drew it
/// @param message that shows it
/// @param midjourneyJob Midjourney's id of its job
public record SeedQuestion(AccountId account, DiscordMessage message, String midjourneyJob) {

  /// @param seed null where Midjourney did not say
  /// @param problem why not; null where it did
  public record Seed(@Nullable String seed, @Nullable String problem) {}
}
