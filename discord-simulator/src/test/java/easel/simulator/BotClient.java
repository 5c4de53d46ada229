package easel.simulator;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.requests.GatewayIntent;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.utils.Compression;
import net.dv8tion.jda.api.utils.ConcurrentSessionController;

/// A bot on JDA, logged in at the simulator, that remembers every event.
final class BotClient implements AutoCloseable {
  private final Queue<GenericEvent> events = new ConcurrentLinkedQueue<>();
  private final JDA jda;

  BotClient(String url, String token, Compression compression) throws InterruptedException {
    jda =
        JDABuilder.createLight(token, GatewayIntent.GUILD_MESSAGES, GatewayIntent.MESSAGE_CONTENT)
            .setRestConfig(new RestConfig().setBaseUrl(url + "/api/v10/"))
            .setSessionController(
                new ConcurrentSessionController() {
                  @Override
                  public String getGateway() {
                    return url.replaceFirst("http", "ws") + "/gateway";
                  }
                })
            .setEnableShutdownHook(false)
            .setCompression(compression)
            .addEventListeners((EventListener) events::add)
            .build()
            .awaitReady();
  }

  JDA jda() {
    return jda;
  }

  <E> List<E> events(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Override
  public void close() {
    jda.shutdownNow();
  }
}
