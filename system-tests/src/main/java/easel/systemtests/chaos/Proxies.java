package easel.systemtests.chaos;

import easel.systemtests.Deployment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Stand between the services and each of their brokers.
final class Proxies implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile(":(\\d+)(?:/|$)");

  private final CompletableFuture<Deployment> behind = new CompletableFuture<>();
  private final List<Proxy> rabbitmq;
  private final Proxy redis = Proxy.to(() -> port("EASEL_REDIS_URL", 0));
  private final Proxy postgresql = Proxy.to(() -> port("SPRING_DATASOURCE_URL", 0));

  Proxies(int rabbitmqNodes) {
    rabbitmq =
        IntStream.range(0, rabbitmqNodes)
            .mapToObj(node -> Proxy.to(() -> port("SPRING_RABBITMQ_ADDRESSES", node)))
            .toList();
  }

  /// The settings with which a service comes through here.
  String environment() {
    return "SPRING_RABBITMQ_ADDRESSES=%s EASEL_REDIS_URL=redis://127.0.0.1:%d SPRING_DATASOURCE_URL=jdbc:postgresql://127.0.0.1:%d/easel"
        .formatted(
            rabbitmq.stream()
                .map(proxy -> "127.0.0.1:" + proxy.port())
                .collect(Collectors.joining(",")),
            redis.port(),
            postgresql.port());
  }

  /// Leads to the brokers of this one.
  void leadTo(Deployment deployment) {
    behind.complete(deployment);
  }

  /// Some of the connections to a role that are open now.
  ///
  /// @param share how many of them; at least one, if there is any
  /// @param choice which ones
  List<ProxiedConnection> some(String role, double share, long choice) {
    var all = new ArrayList<ProxiedConnection>();
    of(role).forEach(proxy -> all.addAll(proxy.connections()));
    Collections.shuffle(all, new Random(choice));
    return List.copyOf(all.subList(0, (int) Math.ceil(all.size() * share)));
  }

  @Override
  public void close() {
    for (var role : Schedule.BROKERS) {
      of(role).forEach(Proxy::close);
    }
  }

  private List<Proxy> of(String role) {
    return switch (role) {
      case "rabbitmq" -> rabbitmq;
      case "redis" -> List.of(redis);
      case "postgresql" -> List.of(postgresql);
      default -> throw new IllegalArgumentException("expected a broker, got: " + role);
    };
  }

  /// The port of the broker itself, which is known once it was started.
  private int port(String setting, int index) {
    var addresses = behind.join().setting(setting).split(",", -1);
    var port = PORT.matcher(addresses[index]);
    if (!port.find()) {
      throw new IllegalStateException(
          "expected a port in %s, got: %s".formatted(setting, addresses[index]));
    }
    return Integer.parseInt(port.group(1));
  }
}
