package easel.worker.gateway;

import java.time.Duration;
import java.util.function.Supplier;
import net.dv8tion.jda.api.utils.SessionControllerAdapter;

/// Lets a bot identify itself when its budget allows it, and tells JDA the gateway's address.
final class PacedSessions extends SessionControllerAdapter {
  private final String gateway;
  private final Supplier<Duration> reserve;

  PacedSessions(String gateway, Supplier<Duration> reserve) {
    this.gateway = gateway;
    this.reserve = reserve;
  }

  @Override
  public String getGateway() {
    return gateway;
  }

  @Override
  public void appendSession(SessionConnectNode node) {
    Thread.ofVirtual()
        .name("bot-identify")
        .start(
            () -> {
              try {
                Thread.sleep(reserve.get());
                node.run(true);
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            });
  }

  @Override
  public void removeSession(SessionConnectNode node) {
    // A node that is shut down meanwhile does nothing when it is run.
  }
}
