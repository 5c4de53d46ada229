package easel.systemtests.chaos;

import easel.systemtests.Answer;
import easel.systemtests.promise.Fetched;
import easel.systemtests.promise.History;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Looks at pictures at the lasting addresses that Easel told: at once, and again in the end, when
/// Discord gives nothing any more.
final class PictureLook {
  private static final String KEPT = "max-age=31536000";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern EXPIRES = Pattern.compile("[?&]ex=([0-9a-f]+)");

  private final PatientClient client;
  private final int instances;
  private final History history;
  private final FaultLog log;
  private final Map<What, Shown> shown = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();
  private volatile boolean over;

  private record What(String job, Part part) {
    @Override
    public String toString() {
      return job + part.word();
    }
  }

  /// @param uri as Easel told it
  /// @param link Discord's own
  private record Shown(String uri, String link) {}

  /// @param instances how many there are
  PictureLook(PatientClient client, int instances, History history, FaultLog log) {
    this.client = client;
    this.instances = instances;
    this.history = history;
    this.log = log;
  }

  /// Looks at a job's picture, and remembers where it is; not any more once all were looked at
  /// again.
  ///
  /// @param part what of it
  /// @param uri where that is
  /// @param link Discord's own, to the picture
  void at(String job, Part part, String uri, String link) {
    if (over) {
      return;
    }
    var what = new What(job, part);
    shown.put(what, new Shown(uri, link));
    open.incrementAndGet();
    var _ =
        client
            .ask(job.hashCode(), api -> api.picture(uri))
            .handle((answer, _) -> note(what, answer, isDead(link, Instant.now())))
            .whenComplete((_, failed) -> over(what, failed));
  }

  private void over(What what, @Nullable Throwable failed) {
    open.decrementAndGet();
    if (failed != null) {
      log.trouble("the campaign could not take note of the picture of " + what, failed);
    }
  }

  /// Whether every picture that was wanted has come, or will not.
  boolean isDone() {
    return open.get() == 0;
  }

  /// Waits until all of them are kept, so that nothing of Discord's is needed any more; one that is
  /// not by then counts as one that nobody gave.
  void awaitKept(Duration atMost) {
    var _ = Wait.within(atMost, this::isDone);
    var missing = new HashSet<>(shown.keySet());
    var _ =
        Wait.within(
            atMost,
            () -> {
              missing.removeIf(this::isKept);
              return missing.isEmpty();
            });
    for (var what : missing) {
      log.note("the picture of %s was not kept within %s".formatted(what, atMost));
      note(what, null, true);
      shown.remove(what);
    }
  }

  private boolean isKept(What what) {
    var where = shown.get(what);
    return where == null
        || picture(0, where.uri())
            // One that is lost is never kept: what is said of it is judged below.
            .filter(
                answer ->
                    answer.status() != 200
                        || answer.headers().firstValue("Cache-Control").orElse("").contains(KEPT))
            .isPresent();
  }

  private Optional<Answer> picture(int instance, String uri) {
    return client
        .ask(instance, api -> api.picture(uri))
        .thenApply(Optional::of)
        .completeOnTimeout(Optional.empty(), PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .exceptionally(_ -> Optional.empty())
        .join();
  }

  /// Looks at all of them once more, at each instance, when Discord gives nothing any more.
  void again() {
    over = true;
    for (int instance = 0; instance < instances; instance++) {
      for (var each : shown.entrySet()) {
        note(each.getKey(), picture(instance, each.getValue().uri()).orElse(null), true);
      }
    }
  }

  private @Nullable Void note(What what, @Nullable Answer answer, boolean linkIsDead) {
    history.fetched(
        new Fetched(
            what.job(),
            what.part().word(),
            answer == null ? 0 : answer.status(),
            answer == null ? "" : answer.body().asString(""),
            linkIsDead,
            System.nanoTime()));
    return null;
  }

  /// Whether Discord's link is over by then.
  static boolean isDead(String link, Instant now) {
    var expires = EXPIRES.matcher(link);
    return expires.find() && Long.parseLong(expires.group(1), 16) < now.getEpochSecond();
  }
}
