package easel.worker.account;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Asks for what the next send needs, one thing at a time: what comes of it is looked at in the
/// account's turn, and after a failure nothing is asked for 2 s.
final class Preparing {
  private static final long RETRY_DISCORD = TimeUnit.SECONDS.toNanos(2);

  private final Services services;
  private final AccountState state;
  private final Mailbox mailbox;
  private boolean underWay;
  private long againAt;

  Preparing(Services services, AccountState state, Mailbox mailbox) {
    this.services = services;
    this.state = state;
    this.mailbox = mailbox;
    this.againAt = services.now();
  }

  boolean mayAsk() {
    return !underWay && services.now() - againAt >= 0;
  }

  <T> void ask(CompletableFuture<T> future, String what, Consumer<T> then) {
    underWay = true;
    var _ =
        future.whenComplete(
            (result, failure) ->
                mailbox.add(
                    () -> {
                      underWay = false;
                      if (failure == null) {
                        then.accept(result);
                        return;
                      }
                      services.log().hindered(state.entry.id(), what, failure);
                      askLater();
                    }));
  }

  void askLater() {
    againAt = services.now() + RETRY_DISCORD;
  }
}
