package easel.systemtests.chaos;

import easel.systemtests.Deployment;
import easel.systemtests.Deployment.Instance;
import easel.systemtests.Simulator;
import easel.systemtests.chaos.Fault.Mishap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The processes of the Easel that is broken, and its Discord. Remembers each one's process id, so
/// that a kill does not wait for a look at all of them.
final class Processes implements Breakable {
  private static final int TRIES = 10;
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Deployment deployment;
  private final Simulator simulator;
  private final FaultLog log;
  private final Map<String, Instance> known = new ConcurrentHashMap<>();

  Processes(Deployment deployment, FaultLog log) {
    this.deployment = deployment;
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

  /// What does not get ready, since something that it needs is down too, is started anew.
  @Override
  public void restart(String name) {
    for (int tried = 1; ; tried++) {
      try {
        deployment.restart(name);
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
