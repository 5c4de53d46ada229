package easel.worker.gateway;

import easel.worker.track.SeenMessage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One bot: what it hears, and what it does in channels and threads.
public interface Bot {
  BotState state();

  /// Hears of the bot itself, and of nothing in particular yet.
  void join(Ears ears);

  void leave(Ears ears);

  /// Hears what happens in a channel or thread.
  void listen(long channel, Ears ears);

  /// What keeps the bot from serving an account in this channel; empty if nothing does.
  List<String> obstacles(String server, String channel);

  /// Whether a thread is certainly not archived, nor about to be.
  boolean isAwake(long thread);

  /// The newest message that is known of a channel; 0 if none is.
  long newestMessage(long channel);

  /// The newest message of a channel, as Discord knows it; 0 if it has none.
  CompletableFuture<Long> newest(long channel);

  /// The messages of a channel after one of them, oldest first.
  CompletableFuture<List<SeenMessage>> history(long channel, long after);

  /// Makes a public thread.
  CompletableFuture<ThreadAnswer> createThread(long channel, String name);

  /// Wakes a thread, or keeps it from falling asleep.
  CompletableFuture<ThreadAnswer> wake(long thread);

  /// Puts a thread away. One that is gone, or was put away, is no failure.
  CompletableFuture<@Nullable Void> archive(long thread);
}
