package easel.worker.account;

import easel.common.message.Command;
import easel.worker.claim.ClaimState;
import easel.worker.gateway.Bot;
import easel.worker.gateway.BotState;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// Archives threads that the account does not need: none with an open command, and none while a job
/// waits to be sent.
final class Tidying {
  private static final long AGAIN = TimeUnit.MINUTES.toNanos(1);

  private final Services services;
  private final AccountState state;
  private final Mailbox mailbox;
  private final AccountBot bot;
  // By `nanoTime`: the gateway may say for a moment that a thread is awake still.
  private final Map<Long, Long> askedAt = new HashMap<>();
  private boolean underWay;

  Tidying(Services services, AccountState state, Mailbox mailbox, AccountBot bot) {
    this.services = services;
    this.state = state;
    this.mailbox = mailbox;
    this.bot = bot;
  }

  /// Whether Discord's answer is awaited: before, nothing may be sent in that thread by anybody.
  boolean isUnderWay() {
    return underWay;
  }

  /// The threads and channels in which a command is open, or is about to be sent.
  Set<Long> inUse() {
    return state.jobs.values().stream()
        .flatMapToLong(Tidying::placesOf)
        .boxed()
        .collect(Collectors.toSet());
  }

  private static LongStream placesOf(Job job) {
    var sent = job.send == null ? LongStream.empty() : LongStream.of(job.send.thread());
    return job.claim.body().command() instanceof Command.Press press
        ? LongStream.concat(sent, LongStream.of(Long.parseUnsignedLong(press.pressed().channel())))
        : sent;
  }

  /// Puts one thread away, if there is one above those that are needed.
  void advance(Bot listener, int needed) {
    if (underWay
        || state.handingBack
        || state.jobs.values().stream().anyMatch(job -> job.state == ClaimState.CLAIMED)) {
      return;
    }
    var inUse = inUse();
    state.threads.unneeded(needed).stream()
        .filter(id -> !inUse.contains(id) && listener.isAwake(id) && isDue(id))
        .findFirst()
        .ifPresent(id -> putAway(listener, id));
  }

  private boolean isDue(long id) {
    var asked = askedAt.get(id);
    return asked == null || services.now() - asked >= AGAIN;
  }

  void putAway(Bot listener, long id) {
    underWay = true;
    state.threads.putAway(id);
    askedAt.put(id, services.now());
    var _ =
        listener
            .archive(id)
            .whenComplete(
                (_, failure) ->
                    mailbox.add(
                        () -> {
                          underWay = false;
                          if (failure == null) {
                            services.log().threadPutAway(state.entry.id(), id);
                          } else {
                            services.log().hindered(state.entry.id(), "archiving", failure);
                          }
                        }));
  }

  /// Whether a thread of the account may still be awake that its bot can archive.
  boolean canStillArchive() {
    var listener = bot.listener();
    if (listener == null) {
      return false;
    }
    return switch (listener.state()) {
      case BotState.Connecting _ -> true;
      case BotState.Refused _ -> false;
      case BotState.Connected _ ->
          state.threads.all().stream().anyMatch(known -> listener.isAwake(known.id()));
    };
  }
}
