package easel.worker.account;

import easel.common.crypto.SealedFor;
import easel.common.crypto.Sealer;
import easel.common.message.Reply;
import easel.common.message.Reply.AccountState.AccountInfo;
import easel.common.message.Reply.AccountState.Mode;
import easel.common.message.Reply.AccountState.Remedy;
import easel.worker.claim.AccountNotes.Notes;
import easel.worker.gateway.BotState;
import easel.worker.track.Notice;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// How the account is: assessed when something may have changed it, told when it has changed and
/// every 30 s.
final class AccountHealth {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long REPUBLISH = TimeUnit.SECONDS.toNanos(30);
  private static final long GATEWAY_GRACE = TimeUnit.SECONDS.toNanos(30);
  private static final String NO_THREAD =
      "its server has as many active threads as Discord allows (160006): close some there, or use"
          + " another server; it is tried again every 30 s";

  private final Services services;
  private final AccountState state;
  private final Learned learned;
  private final AccountBot bot;
  private Health health = Health.CONNECTING;
  private @Nullable Health published;
  private @Nullable Mode publishedMode;
  private @Nullable AccountInfo publishedInfo;
  private long nextPublishAt;
  private long troubleSince;
  private final long begunAt;
  private boolean connected;

  /// By `nanoTime`: since when its bot is not connected, where it is not.
  private long gatewayLostAt;

  private boolean hasNoThread;

  AccountHealth(Services services, AccountState state, Learned learned, AccountBot bot) {
    this.services = services;
    this.state = state;
    this.learned = learned;
    this.bot = bot;
    long now = services.now();
    this.nextPublishAt = now;
    this.troubleSince = now;
    this.begunAt = now;
    this.gatewayLostAt = now - GATEWAY_GRACE;
  }

  boolean isReady() {
    return health.isReady();
  }

  /// What somebody must see to, if anything.
  @Nullable String attention() {
    return health.attention();
  }

  /// By `nanoTime`: since when it is not ready, where it is not.
  long troubleSince() {
    return troubleSince;
  }

  /// How long it is until the account's health is told again.
  long untilPublish(long now) {
    return nextPublishAt - now;
  }

  /// The account's own token. Where it cannot be opened, the account needs attention.
  Optional<String> userToken() {
    try {
      return Optional.of(
          services
              .sealer()
              .open(state.entry.sealedUserToken(), SealedFor.userToken(state.entry.id())));
    } catch (Sealer.UnopenableException unopenable) {
      needsNewToken("its token was sealed with a key that this Easel does not have: set it again");
      return Optional.empty();
    }
  }

  /// Something has to be put right at Discord. Whether it was, only another try tells: that is made
  /// once its owner asks for it.
  void needsAttention(String why) {
    needs(why, Remedy.CHECK_AGAIN, null);
  }

  void tokenRefused() {
    needsNewToken("Discord refused its token: set a new one");
  }

  /// Nothing is tried with the token that it has.
  void needsNewToken(String why) {
    needs(why, Remedy.NEW_TOKEN, null);
  }

  private void needs(String why, Remedy remedy, @Nullable Instant until) {
    services.log().needsAttention(state.entry.id(), why);
    learned.learn(learned.notes().withAttention(why, remedy, foundFor(remedy), until));
    assess();
  }

  /// Whether Discord gives the account no thread to work in, since its server has no room for one.
  void hasNoThread(boolean none) {
    if (hasNoThread != none) {
      hasNoThread = none;
      if (none) {
        services.log().needsAttention(state.entry.id(), NO_THREAD);
      }
      assess();
    }
  }

  boolean hasNoThread() {
    return hasNoThread;
  }

  /// Midjourney does nothing for the account, until a time that it names or until somebody has seen
  /// to it. Said again, it is no news.
  void refusedByMidjourney(Notice.AccountRefused trouble) {
    if (hasAttention()) {
      return;
    }
    var until = trouble.until();
    var why =
        "Midjourney: %s (since %s%s)"
            .formatted(
                trouble.words(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                until == null ? "" : ", until " + until);
    needs(why, Remedy.CHECK_AGAIN, until);
  }

  /// Whether something keeps it from working that has not ended by itself.
  private boolean hasAttention() {
    var notes = learned.notes();
    var until = notes.attentionUntil();
    return notes.attention() != null
        && foundFor(remedy(notes)).equals(notes.attentionFor())
        // Midjourney's clock against ours: a little late does no harm.
        && (until == null || Instant.now().isBefore(until));
  }

  /// What an older version of Easel noted says nothing of a remedy: it took a new token.
  private static Remedy remedy(Notes notes) {
    var remedy = notes.attentionRemedy();
    return remedy == null ? Remedy.NEW_TOKEN : remedy;
  }

  /// For what trouble is found: it is over with other credentials, and where that can help, once
  /// its owner has asked for another try. A sealed token looks different each time.
  private String foundFor(Remedy remedy) {
    var credentials = Integer.toHexString(state.entry.sealedUserToken().hashCode());
    return switch (remedy) {
      case NEW_TOKEN -> credentials;
      case CHECK_AGAIN -> credentials + "/" + Objects.requireNonNullElse(state.entry.checks(), 0);
    };
  }

  void assess() {
    if (!state.loaded) {
      return;
    }
    var before = health;
    health = assessed();
    if (before.isReady() && !health.isReady()) {
      troubleSince = services.now();
    }
    boolean isNews =
        !health.equals(published)
            || learned.notes().mode() != publishedMode
            || !Objects.equals(state.info, publishedInfo);
    if (isNews && !isTooEarly()) {
      publish();
    }
  }

  private Health assessed() {
    var notes = learned.notes();
    var attention = notes.attention();
    if (attention != null && hasAttention()) {
      return Health.needs(attention, remedy(notes));
    }
    var listener = bot.listener();
    if (listener == null) {
      return Health.needs(
          state.entry.sealedBotToken() == null
              ? "it has no bot, and the operator has configured none (EASEL_DISCORD_BOT_TOKEN)"
              : "its bot's token was sealed with a key that this Easel does not have: set it again",
          Remedy.NEW_TOKEN);
    }
    return switch (listener.state()) {
      case BotState.Refused(var reason) -> Health.needs(reason, Remedy.NEW_TOKEN);
      case BotState.Connected _ -> {
        connected = true;
        var obstacles = listener.obstacles(state.entry.server(), state.entry.channel());
        if (listener.state() instanceof BotState.Connecting) {
          yield connecting(); // its session was found to be broken
        }
        if (!obstacles.isEmpty()) {
          yield Health.needs(String.join("; ", obstacles), null);
        }
        yield hasNoThread ? Health.needs(NO_THREAD, null) : Health.READY;
      }
      case BotState.Connecting _ -> connecting();
    };
  }

  /// A short loss of the gateway is made up for by its replay.
  private Health connecting() {
    if (connected) {
      connected = false;
      gatewayLostAt = services.now();
    }
    return health.isReady() && services.now() - gatewayLostAt < GATEWAY_GRACE
        ? health
        : Health.CONNECTING;
  }

  /// Tells it again, if it is time.
  void republish(long now) {
    if (now - nextPublishAt >= 0) {
      assess();
      if (isTooEarly()) {
        nextPublishAt = now + SECOND;
      } else {
        publish();
      }
    }
  }

  /// Whoever served the account before has told how it is: that its bot is about to listen here is
  /// no news.
  private boolean isTooEarly() {
    return published == null
        && health.equals(Health.CONNECTING)
        && services.now() - begunAt < GATEWAY_GRACE;
  }

  private void publish() {
    nextPublishAt = services.now() + REPUBLISH;
    if (health.isReady() && !connected) {
      // The grace may end before that.
      nextPublishAt = Math.min(nextPublishAt, gatewayLostAt + GATEWAY_GRACE);
    }
    published = health;
    publishedMode = learned.notes().mode();
    publishedInfo = state.info;
    if (state.entry.linked()) {
      services
          .publisher()
          .say(
              new Reply.AccountState(
                  state.entry.id(),
                  Instant.now(),
                  health.status(),
                  health.attention(),
                  health.remedy(),
                  publishedMode,
                  publishedInfo));
    }
  }
}
