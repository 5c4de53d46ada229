package easel.systemtests.chaos;

import easel.systemtests.Deployment;
import easel.systemtests.Deployment.Instance;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The processes of the Easel that is broken. Remembers each one's process id, so that a kill does
/// not wait for a look at all of them.
final class Processes {
  private static final int TRIES = 5;

  private final Deployment deployment;
  private final FaultLog log;
  private final Map<String, Instance> known = new ConcurrentHashMap<>();

  Processes(Deployment deployment, FaultLog log) {
    this.deployment = deployment;
    this.log = log;
    deployment.instances().forEach(instance -> known.put(instance.name(), instance));
  }

  void kill(List<String> names) {
    deployment.kill(names.stream().map(this::running).toList());
  }

  void pause(String name) {
    deployment.pause(running(name));
  }

  void resume(String name) {
    deployment.resume(running(name));
  }

  RedisPort redis() {
    var port = running("redis").port();
    if (port == null) {
      throw new IllegalStateException("expected a port of redis");
    }
    return new RedisPort(port);
  }

  /// Starts it again and returns when it is ready. What does not get ready, since something that it
  /// needs is down too, is started anew.
  void restart(String name) {
    for (int tried = 1; ; tried++) {
      try {
        deployment.restart(name);
        known.put(name, deployment.instance(name));
        return;
      } catch (IllegalStateException failed) {
        log.note("restart of %s failed, try %d: %s".formatted(name, tried, firstLines(failed)));
        if (tried == TRIES) {
          throw failed;
        }
      }
    }
  }

  private static String firstLines(IllegalStateException failed) {
    return String.valueOf(failed.getMessage()).lines().limit(2).reduce("", (a, b) -> a + " " + b);
  }

  private Instance running(String name) {
    var instance = known.get(name);
    if (instance == null) {
      throw new IllegalArgumentException("no process is named " + name);
    }
    return instance;
  }
}
