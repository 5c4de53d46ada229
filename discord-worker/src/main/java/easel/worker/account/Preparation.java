package easel.worker.account;

import static easel.worker.account.Account.SECOND;
import static easel.worker.account.Account.now;

import easel.common.message.Command;
import easel.worker.claim.NewClaim;
import easel.worker.claim.Send;
import easel.worker.claim.Threads;
import easel.worker.gateway.Bot;
import easel.worker.send.CommandIndex;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Gets at hand what a send needs: Midjourney's command, a thread that is awake, and the newest
/// message in it. What has to be asked of Discord is asked once at a time and comes back later.
final class Preparation {
  private static final long RETRY = 2 * SECOND;

  private final Account account;
  private final Condition condition;
  private final Set<String> underWay = new HashSet<>();
  private final Map<String, Long> notBefore = new HashMap<>();

  Preparation(Account account, Condition condition) {
    this.account = account;
    this.condition = condition;
  }

  /// The send of a job; empty if something has to come first, which was begun.
  Optional<Send> prepare(NewClaim claim) {
    var bot = condition.bot();
    if (bot == null) {
      return Optional.empty();
    }
    return switch (claim.body().command()) {
      case Command.Imagine _ -> imagine(bot);
      case Command.Press press -> press(bot, press);
    };
  }

  private Optional<Send> imagine(Bot bot) {
    var server = account.entry.server();
    if (account.services.commands().known(server).isEmpty()) {
      lookUpCommand(server);
      return Optional.empty();
    }
    var free = account.threads.free(account.jobs.busyThreads());
    if (free.isEmpty()) {
      createThread(bot);
      return Optional.empty();
    }
    long thread = free.get().id();
    return isAwake(bot, thread) ? send(bot, thread, true, thread) : Optional.empty();
  }

  private Optional<Send> press(Bot bot, Command.Press press) {
    long channel = Long.parseUnsignedLong(press.pressed().channel());
    condition.listen(channel);
    boolean isThread = !press.pressed().channel().equals(account.entry.channel());
    return !isThread || isAwake(bot, channel)
        ? send(bot, channel, false, Long.parseUnsignedLong(press.pressed().id()))
        : Optional.empty();
  }

  private boolean isAwake(Bot bot, long thread) {
    if (account.threads.isAwake(thread) || bot.isAwake(thread)) {
      return true;
    }
    ask(
        "thread " + thread,
        () -> bot.wake(thread),
        exists -> {
          if (exists) {
            account.threads.setAwake(thread, true);
          } else {
            gone(thread);
          }
        });
    return false;
  }

  /// With the newest message of the channel, which is asked for where nothing was heard of it yet.
  private Optional<Send> send(Bot bot, long channel, boolean own, long least) {
    long newest = Math.max(account.threads.newest(channel), bot.newestMessage(channel));
    if (newest == 0) {
      ask(
          "newest message of " + channel,
          () -> bot.newest(channel),
          found -> account.threads.heard(channel, Math.max(found, least)));
      return Optional.empty();
    }
    int sender = account.services.presence().session();
    return Optional.of(new Send(channel, own, Math.max(newest, least), sender));
  }

  private void lookUpCommand(String server) {
    var token = account.userToken();
    if (token.isEmpty()) {
      condition.needsAttention(Sending.UNOPENABLE);
      return;
    }
    ask(
        "command",
        () ->
            CompletableFuture.supplyAsync(
                () -> account.services.commands().lookUp(server, token.get()),
                Thread::startVirtualThread),
        found -> {
          switch (found) {
            case CommandIndex.LookUp.Found _ -> {}
            case CommandIndex.LookUp.Missing _ ->
                condition.troubled(
                    "Discord offers it no /imagine of Midjourney in server " + server);
            case CommandIndex.LookUp.TokenRefused _ ->
                condition.needsAttention(Sending.TOKEN_REFUSED);
            case CommandIndex.LookUp.Unreached(var detail) ->
                hindered("command", new IllegalStateException(detail));
          }
        });
  }

  /// Makes the account's threads before its jobs need them: a first job would wait for Discord.
  void makeThreadsAhead() {
    var bot = condition.bot();
    if (bot != null
        && condition.isReady()
        && account.entry.linked()
        && !account.handingBack
        && account.threads.all().size() < account.entry.limit()) {
      createThread(bot);
    }
  }

  private void createThread(Bot bot) {
    int ordinal = account.threads.nextOrdinal();
    long channel = Long.parseUnsignedLong(account.entry.channel());
    ask(
        "new thread",
        () -> bot.createThread(channel, "easel " + ordinal),
        id -> {
          var made = new Threads.Known(id, channel, ordinal);
          account.threads.add(made);
          account.threads.setAwake(id, true);
          account.threads.heard(id, id);
          condition.listen(id);
          account.services.log().threadMade(account.entry.id(), id);
          account.writes.write(() -> account.services.threads().add(account.discordUser, made));
        });
  }

  /// A thread does not exist any more. What is to be pressed in it cannot be pressed.
  void gone(long thread) {
    retire(thread);
    for (var job : account.jobs.all()) {
      if (job.pressChannel() == thread) {
        job.channelGone = true;
      }
    }
  }

  /// Nothing more is sent in this thread.
  void retire(long thread) {
    if (account.threads.isOwn(thread)) {
      account.threads.remove(thread);
      account.writes.write(() -> account.services.threads().retire(thread));
    }
  }

  /// Puts a thread away that was retired and in which nothing will appear any more: a server has
  /// room for 1,000 that are awake.
  void putAway(long thread) {
    var bot = condition.bot();
    if (bot != null && !account.threads.isOwn(thread)) {
      var _ =
          bot.archive(thread)
              .exceptionally(
                  failed -> {
                    account.services.log().hindered(account.entry.id(), "archiving", failed);
                    return null;
                  });
    }
  }

  /// Threads of a former channel are not used any more.
  void useChannel(long channel) {
    account.threads.all().stream()
        .filter(known -> known.channel() != channel)
        .map(Threads.Known::id)
        .toList()
        .forEach(this::retire);
  }

  private boolean mayAsk(String what) {
    return !underWay.contains(what) && now() - notBefore.getOrDefault(what, now()) >= 0;
  }

  private <T> void ask(String what, Supplier<CompletableFuture<T>> request, Consumer<T> then) {
    if (!mayAsk(what)) {
      return;
    }
    underWay.add(what);
    var _ =
        request
            .get()
            .whenComplete(
                (result, failure) ->
                    account.inbox.accept(
                        () -> {
                          underWay.remove(what);
                          if (failure == null) {
                            notBefore.remove(what);
                            then.accept(result);
                          } else {
                            hindered(what, failure);
                          }
                        }));
  }

  private void hindered(String what, Throwable failure) {
    notBefore.put(what, now() + RETRY);
    account.services.log().hindered(account.entry.id(), what, failure);
    Bot.obstacle(failure).ifPresent(condition::troubled);
  }
}
