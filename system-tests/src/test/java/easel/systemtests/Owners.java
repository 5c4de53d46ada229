package easel.systemtests;

import static org.awaitility.Awaitility.await;

import easel.common.partition.Partitions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Which worker serves which accounts, as the workers' logs say.
final class Owners {
  private static final Pattern TAKEN =
      Pattern.compile("Partition taken partition=\"(?<partition>\\d+)\" epoch=\"(?<epoch>\\d+)\"");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Deployment easel;
  private final List<String> workers;

  /// @param epoch the highest is the present owner's
  private record Owner(String worker, long epoch) {}

  Owners(Deployment easel) {
    this.easel = easel;
    this.workers = easel.names("worker");
  }

  /// Waits until each worker serves some accounts, and none of them changes its worker any more.
  void awaitSettled() {
    var before = new AtomicReference<>(all());
    await("all workers serve, and partitions stay where they are")
        .during(Duration.ofSeconds(3))
        .atMost(PATIENCE)
        .until(
            () -> {
              var now = all();
              var serving = now.values().stream().map(Owner::worker).collect(Collectors.toSet());
              return now.equals(before.getAndSet(now)) && serving.containsAll(workers);
            });
  }

  /// The worker that took an account up last.
  String of(Simulator.Account user) {
    var partition = Partitions.ofDiscordUser(user.userId());
    var owner = all().get(partition);
    if (owner == null) {
      throw new IllegalStateException("expected an owner of partition " + partition + ", got none");
    }
    return owner.worker();
  }

  /// Waits until another worker has taken an account up.
  void awaitOtherThan(String worker, Simulator.Account user) {
    await("another worker than %s serves %s".formatted(worker, user.username()))
        .atMost(PATIENCE)
        .until(() -> !of(user).equals(worker));
  }

  private Map<Integer, Owner> all() {
    var owners = new HashMap<Integer, Owner>();
    for (var worker : workers) {
      try (var lines = Files.lines(easel.log(worker))) {
        lines
            .map(TAKEN::matcher)
            .filter(Matcher::find)
            .forEach(
                taken ->
                    owners.merge(
                        Integer.valueOf(taken.group("partition")),
                        new Owner(worker, Long.parseLong(taken.group("epoch"))),
                        (one, other) -> one.epoch() > other.epoch() ? one : other));
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
    return owners;
  }
}
