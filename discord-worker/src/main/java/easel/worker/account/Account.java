package easel.worker.account;

import easel.common.crypto.SealedFor;
import easel.common.crypto.Sealer;
import easel.common.directory.AccountEntry;
import easel.worker.claim.Fence;
import easel.worker.track.Tracker;
import java.util.Optional;
import java.util.function.Consumer;

/// What the parts of an account share. Touched by the account's thread alone.
final class Account {
  static final long SECOND = 1_000_000_000L;

  final Services services;
  final Fence fence;
  final String discordUser;

  /// Brings what is done elsewhere back to the account's thread.
  final Consumer<Runnable> inbox;

  final OpenJobs jobs = new OpenJobs();
  final OwnThreads threads = new OwnThreads();
  final Tracker tracker;
  final PendingWrites writes;
  AccountEntry entry;

  /// Set once another worker may own the account: nothing more is done.
  boolean stopped;

  /// Set while the account is given up in order: nothing more is begun.
  boolean handingBack;

  Account(Services services, Fence fence, AccountEntry entry, Consumer<Runnable> inbox) {
    this.services = services;
    this.fence = fence;
    this.entry = entry;
    this.discordUser = entry.discordUser();
    this.inbox = inbox;
    this.tracker = new Tracker(discordUser);
    this.writes = new PendingWrites(services.log(), () -> stopped = true);
  }

  /// The account's token, opened for one use; empty if no key of ours opens it.
  Optional<String> userToken() {
    try {
      return Optional.of(
          services.sealer().open(entry.sealedUserToken(), SealedFor.userToken(entry.id())));
    } catch (Sealer.UnopenableException unopenable) {
      return Optional.empty();
    }
  }

  /// The token of the bot that listens for it; empty if there is none.
  Optional<String> botToken() {
    var sealed = entry.sealedBotToken();
    if (sealed == null) {
      return Optional.of(services.settings().discord().botToken())
          .filter(token -> !token.isEmpty());
    }
    try {
      return Optional.of(services.sealer().open(sealed, SealedFor.botToken(entry.id())));
    } catch (Sealer.UnopenableException unopenable) {
      return Optional.empty();
    }
  }

  /// As the directory says now, also where this job came by a former link of the same account.
  AccountEntry entryOf(Job job) {
    return services.directory().account(job.claim.account()).orElse(entry);
  }

  static long now() {
    return System.nanoTime();
  }
}
