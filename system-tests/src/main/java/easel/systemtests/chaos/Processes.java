package easel.systemtests.chaos;

import easel.systemtests.Deployment;
import easel.systemtests.Deployment.Instance;
import easel.systemtests.Simulator;
import easel.systemtests.chaos.Fault.Cut;
import easel.systemtests.chaos.Fault.HalfOpen;
import easel.systemtests.chaos.Fault.Mishap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// The processes of the Easel that is broken, and its Discord. Remembers each one's process id, so
/// that a kill does not wait for a look at all of them.
final class Processes implements Breakable {
  private static final int TRIES = 10;
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Deployment deployment;
  private final Simulator simulator;
  private final FaultLog log;
  private final Proxies proxies;
  private final RedisData redisData;
  private final Map<String, Instance> known = new ConcurrentHashMap<>();
  private final Map<String, List<ProxiedConnection>> silent = new ConcurrentHashMap<>();

  Processes(Deployment deployment, Proxies proxies, FaultLog log) {
    this.deployment = deployment;
    this.proxies = proxies;
    this.redisData = new RedisData(deployment.data("redis"));
    this.simulator = deployment.simulator();
    this.log = log;
    deployment.instances().forEach(instance -> known.put(instance.name(), instance));
  }

  @Override
  public void kill(List<String> names) {
    deployment.kill(names.stream().map(this::running).toList());
  }

  @Override
  public void pause(String name) {
    deployment.pause(running(name));
  }

  @Override
  public void resume(String name) {
    deployment.resume(running(name));
  }

  @Override
  public void flushRedis() {
    var port = running("redis").port();
    if (port == null) {
      throw new IllegalStateException("expected a port of redis");
    }
    new RedisPort(port).flush();
  }

  @Override
  public void letDown(Mishap mishap) {
    simulator.fault(mishap.order());
  }

  @Override
  public void copyRedis() {
    redisData.copy();
  }

  @Override
  public void restoreRedis() {
    redisData.restore();
  }

  @Override
  public int cut(Cut cut) {
    var connections = proxies.some(cut.role(), cut.share(), cut.choice());
    connections.forEach(ProxiedConnection::cut);
    return connections.size();
  }

  @Override
  public int silence(HalfOpen halfOpen) {
    var connections = proxies.some(halfOpen.role(), halfOpen.share(), halfOpen.choice());
    connections.forEach(ProxiedConnection::silence);
    silent.put(halfOpen.role(), connections);
    return connections.size();
  }

  @Override
  public void endSilence(HalfOpen halfOpen) {
    var connections = silent.remove(halfOpen.role());
    if (connections == null) {
      throw new IllegalStateException("no connection to " + halfOpen.role() + " is silent");
    }
    connections.forEach(halfOpen.heals() ? ProxiedConnection::goOn : ProxiedConnection::cut);
  }

  @Override
  public void restart(List<String> names, Consumer<String> ready) {
    sideBySide(names, ready, deployment::restart);
  }

  @Override
  public void restartWiped(List<String> nodes, Consumer<String> ready) {
    sideBySide(nodes, ready, deployment::restartWiped);
  }

  /// Nodes of RabbitMQ may wait for each other when all were down.
  private void sideBySide(List<String> names, Consumer<String> ready, Consumer<String> start) {
    try (var hands = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          names.stream()
              .map(
                  name ->
                      CompletableFuture.runAsync(
                          () -> {
                            tryToStart(name, start);
                            ready.accept(name);
                          },
                          hands))
              .toArray(CompletableFuture[]::new);
      CompletableFuture.allOf(all).join();
    } catch (CompletionException failed) {
      throw new IllegalStateException("not all of " + names + " could be started again", failed);
    }
  }

  /// What does not get ready, since something that it needs is down too, is started anew.
  private void tryToStart(String name, Consumer<String> start) {
    for (int tried = 1; ; tried++) {
      try {
        start.accept(name);
        known.put(name, deployment.instance(name));
        return;
      } catch (IllegalStateException failed) {
        log.note("restart of %s failed, try %d: %s".formatted(name, tried, reason(failed)));
        if (tried == TRIES) {
          throw failed;
        }
        // A killed process is still there until its parent takes note; so is a port.
        var _ = Wait.within(AGAIN, () -> false);
      }
    }
  }

  private static String reason(IllegalStateException failed) {
    return String.valueOf(failed.getMessage())
        .lines()
        .filter(line -> line.contains("✗"))
        .findFirst()
        .orElse(String.valueOf(failed.getMessage()));
  }

  private Instance running(String name) {
    var instance = known.get(name);
    if (instance == null) {
      throw new IllegalArgumentException("no process is named " + name);
    }
    return instance;
  }
}
