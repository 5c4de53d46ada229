package easel.worker.account;

import easel.common.crypto.SealedFor;
import easel.common.crypto.Sealer;
import easel.worker.gateway.Bot;
import easel.worker.gateway.BotState;
import easel.worker.gateway.Ears;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The bot that listens for the account: its own, or else the operator's.
final class AccountBot {
  private final Services services;
  private final AccountState state;
  private final Ears ears;
  private @Nullable Bot bot;
  private @Nullable String botToken;

  /// @param ears the account's
  AccountBot(Services services, AccountState state, Ears ears) {
    this.services = services;
    this.state = state;
    this.ears = ears;
  }

  /// The bot, if there is one.
  @Nullable Bot listener() {
    return bot;
  }

  boolean isConnected() {
    return bot != null && bot.state() instanceof BotState.Connected;
  }

  void listen(long channel) {
    var listener = bot;
    if (listener != null) {
      listener.listen(channel, ears);
    }
  }

  /// Takes the bot that the account's entry names now, and listens wherever the account is.
  void use() {
    var wanted = wantedBotToken();
    if (Objects.equals(wanted, botToken)) {
      return;
    }
    leave();
    botToken = wanted;
    if (wanted == null) {
      return;
    }
    var listener = services.bots().bot(wanted);
    bot = listener;
    listener.join(ears);
    listener.listen(Long.parseUnsignedLong(state.entry.channel()), ears);
    state.threads.all().forEach(known -> listener.listen(known.id(), ears));
    state.jobs.values().stream()
        .map(job -> job.send)
        .filter(send -> send != null)
        .forEach(send -> listener.listen(send.thread(), ears));
  }

  private @Nullable String wantedBotToken() {
    var sealed = state.entry.sealedBotToken();
    if (sealed == null) {
      var standard = services.settings().discord().botToken();
      return standard.isEmpty() ? null : standard;
    }
    try {
      return services.sealer().open(sealed, SealedFor.botToken(state.entry.id()));
    } catch (Sealer.UnopenableException unopenable) {
      return null;
    }
  }

  void leave() {
    var old = bot;
    var token = botToken;
    bot = null;
    botToken = null;
    if (old != null && token != null) {
      old.leave(ears);
      if (!token.equals(services.settings().discord().botToken())) {
        services.bots().drop(token);
      }
    }
  }
}
