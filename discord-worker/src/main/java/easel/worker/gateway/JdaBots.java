package easel.worker.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.exceptions.InvalidTokenException;
import net.dv8tion.jda.api.requests.GatewayIntent;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.utils.Compression;
import net.dv8tion.jda.api.utils.data.DataObject;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bots with a session of JDA per token, on shared threads and connections.
public final class JdaBots implements Bots, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JdaBots.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final String api;
  private final IdentifyBudget budget;
  private final Map<String, JdaBot> bots = new ConcurrentHashMap<>();
  private final OkHttpClient http = new OkHttpClient();
  private final ScheduledExecutorService gatewayPool =
      Executors.newScheduledThreadPool(
          1, Thread.ofPlatform().daemon().name("gateway-", 0).factory());
  private final ScheduledExecutorService rateLimits =
      Executors.newScheduledThreadPool(
          1, Thread.ofPlatform().daemon().name("bot-rest-", 0).factory());
  private final ExecutorService elastic = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean closed;

  public JdaBots(String api, IdentifyBudget budget) {
    this.api = api.endsWith("/") ? api : api + "/";
    this.budget = budget;
  }

  /// When a bot may identify itself: Discord resets the token of one that does it too often.
  @FunctionalInterface
  public interface IdentifyBudget {
    /// Reserves the next moment, and says how far away it is.
    Duration reserve(String token);
  }

  @Override
  public Bot bot(String token) {
    return bots.computeIfAbsent(
        token,
        _ -> {
          var bot = new JdaBot(session -> startAgain(token, session));
          connect(bot, token);
          return bot;
        });
  }

  @Override
  public void drop(String token) {
    var bot = bots.get(token);
    if (bot != null && bot.isUnused() && bots.remove(token, bot)) {
      shutDown(bot);
    }
  }

  private void connect(JdaBot bot, String token) {
    Thread.ofVirtual().name("bot-connect").start(() -> connectPatiently(bot, token));
  }

  private void connectPatiently(JdaBot bot, String token) {
    var pause = Duration.ofSeconds(1);
    boolean told = false;
    while (!closed) {
      try {
        bot.become(new BotState.Connecting());
        var session = build(bot, token, gatewayAddress());
        bot.use(session);
        if (closed) {
          shutDown(bot);
        }
        return;
      } catch (InvalidTokenException refused) {
        bot.become(new BotState.Refused("Discord refused its bot's token"));
        return;
      } catch (IOException | RuntimeException unreached) {
        if (!told) {
          log.atWarn()
              .addKeyValue("api", api)
              .addKeyValue("cause", unreached.getClass().getSimpleName())
              .log(
                  "Discord was not reached to connect a bot; trying on (is EASEL_DISCORD_API right?)");
          told = true;
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return;
      }
      if (!sleep(pause)) {
        return;
      }
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
  }

  private JDA build(JdaBot bot, String token, String gateway) {
    return JDABuilder.createLight(
            token, GatewayIntent.GUILD_MESSAGES, GatewayIntent.MESSAGE_CONTENT)
        .setRawEventsEnabled(true)
        .setContextEnabled(false)
        .setEnableShutdownHook(false)
        .setCompression(Compression.NONE)
        .setMaxReconnectDelay(32)
        .setRestConfig(new RestConfig().setBaseUrl(api))
        .setSessionController(new PacedSessions(gateway, () -> budget.reserve(token)))
        .setHttpClient(http)
        .setGatewayPool(gatewayPool, false)
        .setRateLimitScheduler(rateLimits, false)
        .setRateLimitElastic(elastic, false)
        .setCallbackPool(elastic, false)
        .addEventListeners(new Heard(bot, session -> startAgain(token, session)))
        .build();
  }

  private void startAgain(String token, JDA session) {
    // A session that ends before it was in use was refused its token: to try that again and again
    // would have Discord ban this address.
    var bot = bots.get(token);
    if (!closed && bot != null && bot.stopUsing(session)) {
      log.atWarn().log("A bot's session is of no use any more: another is begun");
      bot.become(new BotState.Connecting());
      session.shutdownNow();
      connect(bot, token);
    }
  }

  private String gatewayAddress() throws IOException, InterruptedException {
    try (var client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
      var request =
          HttpRequest.newBuilder(URI.create(api + "gateway"))
              .timeout(Duration.ofSeconds(10))
              .build();
      var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException("GET /gateway answered " + answer.statusCode());
      }
      return DataObject.fromJson(answer.body()).getString("url");
    }
  }

  private static boolean sleep(Duration pause) {
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void shutDown(JdaBot bot) {
    var session = bot.session();
    if (session != null) {
      session.shutdownNow();
    }
  }

  @Override
  public void close() {
    closed = true;
    bots.values().forEach(JdaBots::shutDown);
    gatewayPool.shutdownNow();
    rateLimits.shutdownNow();
    elastic.shutdownNow();
    http.dispatcher().executorService().shutdownNow();
  }
}
