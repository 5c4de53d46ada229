package easel.worker.send;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/// Discord's REST in the name of a linked account.
public interface DiscordClient {
  /// Posts an interaction once. The future always completes with an outcome.
  ///
  /// @param latest the last moment, by `System.nanoTime()`, at which it may begin
  CompletableFuture<SendOutcome> post(String userToken, Interaction interaction, long latest);

  /// Reads something of Discord.
  ///
  /// @param authorization a user's token, or `Bot` and a bot's
  DiscordAnswer get(String path, String authorization) throws IOException, InterruptedException;
}
