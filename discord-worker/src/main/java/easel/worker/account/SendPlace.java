package easel.worker.account;

import easel.common.message.Command;
import easel.worker.claim.NewClaim;
import easel.worker.claim.Send;
import easel.worker.gateway.Bot;
import easel.worker.gateway.Ears;
import easel.worker.send.CommandIndex;
import easel.worker.send.Marks;
import easel.worker.track.Reading;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// Where a command is sent, and what that takes: the command itself, an own thread or that of the
/// picture, awake, and the newest message there.
///
/// What is not at hand is asked for; the send is for a later turn.
final class SendPlace {
  private final Services services;
  private final AccountState state;
  private final AccountBot bot;
  private final AccountHealth health;
  private final Preparing preparing;
  private final ThreadUpkeep upkeep;
  private final Ears ears;

  SendPlace(
      Services services,
      AccountState state,
      AccountBot bot,
      AccountHealth health,
      Preparing preparing,
      ThreadUpkeep upkeep,
      Ears ears) {
    this.services = services;
    this.state = state;
    this.bot = bot;
    this.health = health;
    this.preparing = preparing;
    this.upkeep = upkeep;
    this.ears = ears;
  }

  Optional<Send> prepare(NewClaim claim) {
    var listener = bot.listener();
    if (listener == null) {
      return Optional.empty();
    }
    return switch (claim.body().command()) {
      case Command.Press press -> preparePress(listener, press);
      case Command.Imagine _, Command.Describe _, Command.Blend _, Command.Shorten _ ->
          prepareCommand(listener);
    };
  }

  private Optional<Send> prepareCommand(Bot listener) {
    if (!knowsCommands()) {
      return Optional.empty();
    }
    var busy =
        state.jobs.values().stream()
            .filter(job -> job.send != null && job.send.ownThread())
            .map(job -> job.send == null ? 0L : job.send.thread())
            .collect(Collectors.toSet());
    var free = state.threads.free(busy, id -> upkeep.isAwake(listener, id));
    if (free.isEmpty()) {
      upkeep.create(listener);
      return Optional.empty();
    }
    long id = free.get().id();
    return awakeWithFloor(listener, id, id)
        .map(floor -> new Send(id, true, floor, services.presence().session(), Marks.freshNonce()));
  }

  private Optional<Send> preparePress(Bot listener, Command.Press press) {
    long channel = Long.parseUnsignedLong(press.pressed().channel());
    long pressed = Long.parseUnsignedLong(press.pressed().id());
    listener.listen(channel, ears);
    boolean isThread = !press.pressed().channel().equals(state.entry.channel());
    if (isThread && !upkeep.isAwake(listener, channel)) {
      upkeep.wake(listener, channel);
      return Optional.empty();
    }
    return floor(listener, channel, pressed)
        // Of a mark the pressed message itself tells, which history then has to show.
        .map(floor -> Reading.ofButton(press.customId()) == Reading.MARK ? pressed - 1 : floor)
        .map(
            floor ->
                new Send(channel, false, floor, services.presence().session(), Marks.freshNonce()));
  }

  private Optional<Long> awakeWithFloor(Bot listener, long id, long least) {
    if (!upkeep.isAwake(listener, id)) {
      upkeep.wake(listener, id);
      return Optional.empty();
    }
    return floor(listener, id, least);
  }

  /// The newest message of a channel. It is asked for once, since what a former owner has heard may
  /// still be on its way to us: the picture of its last job must not pass for that of our first.
  private Optional<Long> floor(Bot listener, long channel, long least) {
    if (!state.threads.knowsNewest(channel)) {
      if (!preparing.mayAsk()) {
        return Optional.empty();
      }
      preparing.ask(
          listener.newest(channel),
          "newest message",
          found -> state.threads.asked(channel, Math.max(found, least)));
      return Optional.empty();
    }
    long newest = Math.max(state.threads.newest(channel), listener.newestMessage(channel));
    return Optional.of(Math.max(newest, least));
  }

  /// Whether it is known what Midjourney offers where the account is. If not it is looked up, for a
  /// later turn.
  boolean knowsCommands() {
    if (services.commands().isKnown(state.entry.server())) {
      return true;
    }
    lookUpCommands();
    return false;
  }

  private void lookUpCommands() {
    if (!preparing.mayAsk()) {
      return;
    }
    var token = health.userToken();
    if (token.isEmpty()) {
      return;
    }
    var server = state.entry.server();
    var lookUp =
        CompletableFuture.supplyAsync(
            () -> services.commands().lookUp(server, token.get()), services.beside());
    preparing.ask(
        lookUp,
        "look-up of commands",
        found -> {
          switch (found) {
            case CommandIndex.LookUp.Found _ -> {}
            case CommandIndex.LookUp.Missing _ ->
                health.needsAttention("Midjourney offers no /imagine in server " + server);
            case CommandIndex.LookUp.TokenRefused _ -> health.tokenRefused();
            case CommandIndex.LookUp.Unreached(var detail) -> {
              services
                  .log()
                  .hindered(state.entry.id(), "look-up", new IllegalStateException(detail));
              preparing.askLater();
            }
          }
        });
  }
}
