package easel.worker.gateway;

import easel.common.discord.BotPermission;
import easel.worker.track.SeenMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
import net.dv8tion.jda.api.entities.channel.middleman.MessageChannel;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.requests.Response;
import net.dv8tion.jda.api.requests.Route;
import net.dv8tion.jda.api.utils.TimeUtil;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;
import net.dv8tion.jda.internal.requests.RestActionImpl;
import org.jspecify.annotations.Nullable;

/// A bot with a session of JDA.
final class JdaBot implements Bot {
  private static final int PAGE = 100;
  private static final int MOST_PAGES = 10;
  private static final int UNKNOWN_CHANNEL = 10003;
  private static final int THREAD_ARCHIVED = 50083;
  private static final int TOO_MANY_THREADS = 160006;
  private static final int HOUR_MINUTES = 60;
  private static final int DAY_MINUTES = 1440;
  // Longer than from the look at a thread to Midjourney's first message in it.
  private static final Duration ABOUT_TO_SLEEP = Duration.ofMinutes(5);
  private static final int PUBLIC_THREAD = 11;
  private static final long PATIENCE_SECONDS = 20;

  private final Map<Long, Set<Ears>> listening = new ConcurrentHashMap<>();
  private final Set<Ears> everyone = ConcurrentHashMap.newKeySet();
  private volatile BotState state = new BotState.Connecting();
  private volatile @Nullable JDA jda;

  private final Consumer<JDA> startAgain;

  /// @param startAgain begins anew in place of a session that is of no use any more
  JdaBot(Consumer<JDA> startAgain) {
    this.startAgain = startAgain;
  }

  @Override
  public BotState state() {
    return state;
  }

  @Override
  public void join(Ears ears) {
    everyone.add(ears);
  }

  @Override
  public void leave(Ears ears) {
    everyone.remove(ears);
    listening.values().forEach(some -> some.remove(ears));
  }

  boolean isUnused() {
    return everyone.isEmpty();
  }

  @Override
  public void listen(long channel, Ears ears) {
    listening.computeIfAbsent(channel, _ -> ConcurrentHashMap.newKeySet()).add(ears);
  }

  Set<Ears> earsOf(long channel) {
    return listening.getOrDefault(channel, Set.of());
  }

  void become(BotState changed) {
    state = changed;
    everyone.forEach(Ears::botChanged);
  }

  void changed() {
    everyone.forEach(Ears::botChanged);
  }

  void missed() {
    everyone.forEach(Ears::missed);
  }

  void use(@Nullable JDA session) {
    jda = session;
  }

  /// Uses a session no more.
  ///
  /// @return whether it was in use
  synchronized boolean stopUsing(JDA session) {
    if (!session.equals(jda)) {
      return false;
    }
    jda = null;
    return true;
  }

  @Nullable JDA session() {
    return jda;
  }

  @Override
  public List<String> obstacles(String server, String channel) {
    var session = jda;
    if (session == null) {
      return List.of("its bot is not connected");
    }
    var guild = session.getGuildById(server);
    if (guild == null) {
      return List.of("its bot is not a member of server " + server);
    }
    var place = guild.getGuildChannelById(channel);
    if (place == null) {
      return List.of("its bot does not see channel " + channel);
    }
    // Its own getter throws where the session lost sight of the bot's membership.
    var self = guild.getMember(session.getSelfUser());
    if (self == null) {
      startAgain.accept(session); // JDA does not mend that
      return List.of("its bot's session does not know the bot in server " + server);
    }
    return Arrays.stream(BotPermission.values())
        .filter(needed -> !self.hasPermission(place, Permission.getFromOffset(needed.bit())))
        .map(needed -> "its bot lacks the permission " + needed)
        .toList();
  }

  @Override
  public boolean isAwake(long thread) {
    var session = jda;
    var channel = session == null ? null : session.getThreadChannelById(thread);
    return channel != null && !channel.isArchived() && !isAboutToSleep(channel);
  }

  /// Whether Discord may archive it before Midjourney has answered there.
  private static boolean isAboutToSleep(ThreadChannel thread) {
    var spoken = TimeUtil.getTimeCreated(thread.getLatestMessageIdLong()).toInstant();
    var changed = thread.getTimeArchiveInfoLastModified().toInstant();
    var until =
        (spoken.isAfter(changed) ? spoken : changed)
            .plus(Duration.ofMinutes(thread.getAutoArchiveDuration().getMinutes()));
    return Instant.now().plus(ABOUT_TO_SLEEP).isAfter(until);
  }

  @Override
  public long newestMessage(long channel) {
    var session = jda;
    var known = session == null ? null : session.getChannelById(MessageChannel.class, channel);
    return known == null ? 0 : known.getLatestMessageIdLong();
  }

  @Override
  public CompletableFuture<Long> newest(long channel) {
    return ask(
        Route.Messages.GET_MESSAGE_HISTORY
            .compile(Long.toUnsignedString(channel))
            .withQueryParams("limit", "1"),
        null,
        response -> {
          var messages = response.getArray();
          return messages.isEmpty() ? 0L : messages.getObject(0).getUnsignedLong("id");
        });
  }

  @Override
  public CompletableFuture<List<SeenMessage>> history(long channel, long after) {
    return page(channel, after, new ArrayList<>(), 1);
  }

  private CompletableFuture<List<SeenMessage>> page(
      long channel, long after, List<SeenMessage> read, int number) {
    var route =
        Route.Messages.GET_MESSAGE_HISTORY
            .compile(Long.toUnsignedString(channel))
            .withQueryParams(
                "limit", Integer.toString(PAGE), "after", Long.toUnsignedString(after));
    return this.<DataArray>ask(route, null, Response::getArray)
        .thenCompose(
            array -> {
              var messages =
                  array.toList().stream()
                      .filter(Map.class::isInstance)
                      .map(json -> SeenMessage.read((Map<?, ?>) json))
                      .sorted(Comparator.comparingLong(SeenMessage::id))
                      .toList();
              read.addAll(messages);
              return messages.size() < PAGE || number == MOST_PAGES
                  ? CompletableFuture.completedFuture(read)
                  : page(channel, messages.getLast().id(), read, number + 1);
            });
  }

  @Override
  public CompletableFuture<ThreadAnswer> createThread(long channel, String name) {
    var body =
        DataObject.empty()
            .put("name", name)
            .put("type", PUBLIC_THREAD)
            .put("auto_archive_duration", HOUR_MINUTES);
    return this.<ThreadAnswer>ask(
            Route.Channels.CREATE_THREAD.compile(Long.toUnsignedString(channel)),
            body,
            response -> new ThreadAnswer.Awake(response.getObject().getUnsignedLong("id")))
        .exceptionally(JdaBot::refused);
  }

  @Override
  public CompletableFuture<ThreadAnswer> wake(long thread) {
    var body = DataObject.empty().put("archived", false);
    var session = jda;
    var known = session == null ? null : session.getThreadChannelById(thread);
    if (known != null && !known.isArchived() && isAboutToSleep(known)) {
      // Of what can be changed about an active thread, Discord takes only this for activity.
      var isAnHour = known.getAutoArchiveDuration().getMinutes() == HOUR_MINUTES;
      body.put("auto_archive_duration", isAnHour ? DAY_MINUTES : HOUR_MINUTES);
    }
    return this.<ThreadAnswer>ask(modify(thread), body, _ -> new ThreadAnswer.Awake(thread))
        .exceptionally(JdaBot::refused);
  }

  @Override
  public CompletableFuture<@Nullable Void> archive(long thread) {
    return this.<@Nullable Void>ask(
            modify(thread), DataObject.empty().put("archived", true), _ -> null)
        .exceptionally(
            failure -> {
              int code = codeOf(failure);
              if (code == UNKNOWN_CHANNEL || code == THREAD_ARCHIVED) {
                return null;
              }
              throw unchecked(failure);
            });
  }

  private static Route.CompiledRoute modify(long thread) {
    return Route.Channels.MODIFY_CHANNEL.compile(Long.toUnsignedString(thread));
  }

  /// What a refusal says of the thread that was wished for; anything else remains a failure.
  private static ThreadAnswer refused(Throwable failure) {
    return switch (codeOf(failure)) {
      case UNKNOWN_CHANNEL -> new ThreadAnswer.Gone();
      case TOO_MANY_THREADS -> new ThreadAnswer.ServerFull();
      default -> throw unchecked(failure);
    };
  }

  private static RuntimeException unchecked(Throwable failure) {
    return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
  }

  /// Discord's own code of a refusal; 0 for any other failure.
  private static int codeOf(Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof ErrorResponseException refused ? refused.getErrorCode() : 0;
  }

  private <T extends @Nullable Object> CompletableFuture<T> ask(
      Route.CompiledRoute route, @Nullable DataObject body, Function<Response, T> read) {
    var session = jda;
    if (session == null) {
      return CompletableFuture.failedFuture(new IllegalStateException("the bot is not connected"));
    }
    var action =
        body == null
            ? new RestActionImpl<T>(session, route, (response, _) -> read.apply(response))
            : new RestActionImpl<T>(session, route, body, (response, _) -> read.apply(response));
    // JDA's own time-out: what nobody waits for any more leaves its queue, too.
    try {
      return action.timeout(PATIENCE_SECONDS, TimeUnit.SECONDS).submit();
    } catch (RuntimeException refused) {
      // A session that was shut down takes no more requests.
      return CompletableFuture.failedFuture(refused);
    }
  }
}
