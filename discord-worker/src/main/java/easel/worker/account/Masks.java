package easel.worker.account;

import easel.common.message.Command;
import easel.common.message.Upload;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Brings masks of regions from the object store, without keeping their accounts waiting.
final class Masks {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Services services;
  private final AccountState state;
  private final Mailbox mailbox;

  Masks(Services services, AccountState state, Mailbox mailbox) {
    this.services = services;
    this.state = state;
    this.mailbox = mailbox;
  }

  /// Gives the job its mask.
  ///
  /// @param unread done once it was tried for long
  void bring(Job job, Command.Press press, Runnable unread) {
    bring(job, press.mask(), unread, services.now());
  }

  private void bring(Job job, @Nullable Upload mask, Runnable unread, long since) {
    services
        .beside()
        .execute(
            () -> {
              try {
                var content = read(mask);
                mailbox.add(() -> job.mask = content);
              } catch (IOException failed) {
                mailbox.add(() -> onFailure(job, mask, unread, since, failed));
              }
            });
  }

  private String read(@Nullable Upload mask) throws IOException {
    var key = mask == null ? "" : mask.key();
    try (var stored =
        services.store().find(key).orElseThrow(() -> new FileNotFoundException(key))) {
      return Base64.getEncoder().encodeToString(stored.content().readAllBytes());
    }
  }

  private void onFailure(
      Job job, @Nullable Upload mask, Runnable unread, long since, IOException failed) {
    services.log().hindered(state.entry.id(), "mask", failed);
    if (failed instanceof FileNotFoundException || services.now() - since > PATIENCE) {
      unread.run();
      return;
    }
    services.later().run(PAUSE, () -> bring(job, mask, unread, since));
  }
}
