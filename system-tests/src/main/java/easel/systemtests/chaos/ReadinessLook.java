package easel.systemtests.chaos;

import easel.systemtests.EaselClient;
import easel.systemtests.promise.History;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Looks, of one instance after the other, whether a customer's accounts can take jobs.
final class ReadinessLook {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final List<EaselClient> instances;
  private final Map<Long, String> discordUsers;
  private final Readiness readiness;
  private final ReentrantLock looking = new ReentrantLock();
  private int looks;

  /// @param discordUsers of all linked accounts, those that are linked later too
  ReadinessLook(List<EaselClient> instances, Map<Long, String> discordUsers, History history) {
    this.instances = instances.stream().map(instance -> instance.patientFor(PATIENCE)).toList();
    this.discordUsers = discordUsers;
    this.readiness = new Readiness(history);
  }

  /// Looks once, unless a look is under way.
  void look() {
    if (!looking.tryLock()) {
      return;
    }
    try {
      var asked = System.nanoTime();
      var answer = instances.get(looks++ % instances.size()).get("/discord/accounts");
      if (answer.status() == 200) {
        Map<String, Optional<String>> readySince = new HashMap<>();
        for (var account : answer.body().path("items")) {
          var user = discordUsers.get(account.path("id").asLong());
          if (user != null) {
            var ready = account.path("status").asString("").equals("READY");
            readySince.put(
                user, ready ? Optional.of(account.path("since").asString("")) : Optional.empty());
          }
        }
        readiness.told(readySince, asked, System.nanoTime());
      }
    } catch (UncheckedIOException _) {
      // an instance that is down says nothing: the next one is asked soon
    } finally {
      looking.unlock();
    }
  }

  /// Waits for the last look.
  void end() {
    looking.lock();
    try {
      readiness.end(System.nanoTime());
    } finally {
      looking.unlock();
    }
  }
}
