package easel.worker.account;

import static easel.worker.account.Account.SECOND;
import static easel.worker.account.Account.now;

import easel.common.directory.AccountEntry;
import easel.common.message.Reply;
import easel.worker.claim.AccountNotes;
import easel.worker.gateway.Bot;
import easel.worker.gateway.BotState;
import easel.worker.gateway.Ears;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How an account is: whether its bot listens, what was learned of it, what keeps it from working.
final class Condition {
  private static final long REPUBLISH = 30 * SECOND;
  // A short loss of the gateway is made up for by its replay.
  private static final long GATEWAY_GRACE = 30 * SECOND;
  private static final long TROUBLE = 30 * SECOND;

  private final Account account;
  private final Ears ears;
  private AccountNotes.Notes notes = AccountNotes.Notes.NONE;
  private @Nullable Bot bot;
  private @Nullable String botToken;
  private Health health = Health.CONNECTING;
  private @Nullable Health published;
  private @Nullable String trouble;
  private long troubleUntil;
  private long unwellSince = now();
  private long gatewayLostAt = now() - GATEWAY_GRACE;
  private long publishAt = now();
  private boolean loaded;

  Condition(Account account, Ears ears) {
    this.account = account;
    this.ears = ears;
  }

  void load() {
    notes = account.services.notes().of(account.discordUser);
    loaded = true;
  }

  @Nullable Bot bot() {
    return bot;
  }

  boolean isReady() {
    return health.isReady();
  }

  boolean isHearing() {
    return bot != null && bot.state() instanceof BotState.Connected;
  }

  boolean beginsInPublic() {
    return notes.beginsInPublic();
  }

  /// Whether it has not been usable for so long.
  boolean isUnwellFor(Duration patience) {
    return !health.isReady() && now() - unwellSince > patience.toNanos();
  }

  String attention() {
    return health.attention() == null ? "it is not connected" : health.attention();
  }

  void change(AccountEntry changed) {
    account.entry = changed;
    useBot();
    // Whoever changed it waits to hear how it is now.
    published = null;
    assess();
  }

  private void useBot() {
    var wanted = account.botToken().orElse(null);
    if (Objects.equals(wanted, botToken)) {
      return;
    }
    leaveBot();
    if (wanted == null) {
      return;
    }
    var listener = account.services.bots().bot(wanted);
    botToken = wanted;
    bot = listener;
    listener.join(ears);
    listen(Long.parseUnsignedLong(account.entry.channel()));
    account.threads.all().forEach(known -> listen(known.id()));
    for (var job : account.jobs.all()) {
      if (job.send != null) {
        listen(job.send.thread());
      }
    }
  }

  void listen(long channel) {
    if (bot != null) {
      bot.listen(channel, ears);
    }
  }

  void leaveBot() {
    var old = bot;
    var token = botToken;
    bot = null;
    botToken = null;
    if (old == null || token == null) {
      return;
    }
    old.leave(ears);
    if (!token.equals(account.services.settings().discord().botToken())) {
      account.services.bots().drop(token);
    }
  }

  /// Something that only the account's owner can put right; it holds until the token is set anew.
  void needsAttention(String why) {
    account.services.log().needsAttention(account.entry.id(), why);
    learn(notes.withAttention(why, credentials()));
    assess();
  }

  /// Something that may have been put right when it is looked at again.
  void troubled(String why) {
    account.services.log().needsAttention(account.entry.id(), why);
    trouble = why;
    troubleUntil = now() + TROUBLE;
    assess();
  }

  void sawPublicStart() {
    learn(notes.withPublicStart());
  }

  void sawHiddenStart() {
    learn(notes.withHiddenStart());
  }

  private void learn(AccountNotes.Notes learned) {
    if (!learned.equals(notes)) {
      notes = learned;
      account.writes.write(() -> account.services.notes().write(account.discordUser, learned));
    }
  }

  /// Tells one set of credentials from another: a token looks different each time it is sealed.
  private String credentials() {
    return Integer.toHexString(account.entry.sealedUserToken().hashCode());
  }

  void assess() {
    if (!loaded) {
      return;
    }
    var before = health;
    health = assessed();
    if (before.isReady() && !health.isReady()) {
      unwellSince = now();
    }
    if (!health.equals(published)) {
      publish();
    }
  }

  private Health assessed() {
    var attention = notes.attention();
    if (attention != null && credentials().equals(notes.attentionFor())) {
      return Health.needs(attention);
    }
    if (trouble != null && now() - troubleUntil < 0) {
      return Health.needs(trouble);
    }
    trouble = null;
    var listener = bot;
    if (listener == null) {
      return Health.needs(
          account.entry.sealedBotToken() == null
              ? "it has no bot, and the operator has configured none (EASEL_DISCORD_BOT_TOKEN)"
              : "its bot's token was sealed with a key that this Easel does not have: set it again");
    }
    return switch (listener.state()) {
      case BotState.Refused(var reason) -> Health.needs(reason);
      case BotState.Connected _ -> {
        gatewayLostAt = now();
        var obstacles = listener.obstacles(account.entry.server(), account.entry.channel());
        yield obstacles.isEmpty() ? Health.READY : Health.needs(String.join("; ", obstacles));
      }
      case BotState.Connecting _ ->
          health.isReady() && now() - gatewayLostAt < GATEWAY_GRACE ? health : Health.CONNECTING;
    };
  }

  /// Says it again now and then, so that a lost word is made up for.
  void onTime(long now) {
    boolean isOver = trouble != null && now - troubleUntil >= 0;
    if (isOver || now - publishAt >= 0) {
      assess();
    }
    if (now - publishAt >= 0) {
      publish();
    }
  }

  long nanosUntilDue() {
    return publishAt - now();
  }

  private void publish() {
    publishAt = now() + REPUBLISH;
    published = health;
    if (account.entry.linked()) {
      account
          .services
          .publisher()
          .say(
              new Reply.AccountState(
                  account.entry.id(), Instant.now(), health.status(), health.attention()));
    }
  }
}
