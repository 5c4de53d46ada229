package easel.worker.send;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Discord's REST in the name of a linked account.
public interface DiscordClient {
  /// Posts an interaction once. The future always completes with an outcome.
  ///
  /// @param marks what Discord's and Midjourney's answers to it are known by
  /// @param latest the last moment, by `System.nanoTime()`, at which it may begin: its body is
  ///   given out by then, or never
  CompletableFuture<SendOutcome> post(
      String userToken, Interaction interaction, Marks marks, long latest);

  /// Tells Midjourney's editor once which region to draw anew. The future always completes with an
  /// outcome. The editor is another host, which gets no token.
  ///
  /// @param latest as for `post`
  CompletableFuture<SendOutcome> markRegion(MarkedRegion region, long latest);

  /// Uploads pictures that a command in this channel or thread is to name. Waits until all are
  /// there or one is not.
  UploadOutcome upload(String userToken, long channel, List<PictureFile> pictures)
      throws InterruptedException;

  /// Uploads pictures and posts them in this thread as a plain message, so that a prompt can name
  /// their addresses. If it is repeated they are posted once more, which does no harm.
  UploadOutcome share(String userToken, long thread, List<PictureFile> pictures)
      throws InterruptedException;

  /// Reads something of Discord.
  ///
  /// @param authorization a user's token, or `Bot` and a bot's
  DiscordAnswer get(String path, String authorization) throws IOException, InterruptedException;

  /// Puts something there that is there or is not: repeated, it changes nothing.
  ///
  /// @param authorization as for `get`
  DiscordAnswer put(String path, String authorization) throws IOException, InterruptedException;
}
