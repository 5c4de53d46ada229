package easel.systemtests.chaos;

import easel.systemtests.Answer;
import easel.systemtests.EaselClient;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/// Calls Easel as a good client does: what was not answered, or answered 503, is asked again of
/// another instance, with the same key, until it is answered or nobody wants to know any more.
final class PatientClient {
  private static final Duration PAUSE = Duration.ofMillis(300);

  private final List<EaselClient> instances;
  private final Executor executor;
  private final AtomicBoolean givenUp;
  private final FaultLog log;

  /// @param givenUp once true, nothing is asked again
  PatientClient(
      List<EaselClient> instances, Executor executor, AtomicBoolean givenUp, FaultLog log) {
    this.instances = List.copyOf(instances);
    this.executor = executor;
    this.givenUp = givenUp;
    this.log = log;
  }

  /// @param first the number of the instance to ask first
  /// @return the first answer that is neither a 503 nor another 5xx; fails if it was given up
  CompletableFuture<Answer> ask(int first, Function<EaselClient, Answer> call) {
    return CompletableFuture.supplyAsync(() -> once(first, call), executor)
        .thenCompose(
            answer -> {
              if (answer.isPresent()) {
                return CompletableFuture.completedFuture(answer.get());
              }
              return CompletableFuture.runAsync(() -> {}, later())
                  .thenCompose(_ -> ask(first + 1, call));
            });
  }

  private Executor later() {
    return CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS, executor);
  }

  private Optional<Answer> once(int number, Function<EaselClient, Answer> call) {
    if (givenUp.get()) {
      throw new IllegalStateException("nobody answered in time");
    }
    try {
      var answer = call.apply(instances.get(Math.floorMod(number, instances.size())));
      if (answer.status() == 503) {
        return Optional.empty();
      }
      if (answer.status() >= 500) {
        log.wrongAnswer(answer);
        return Optional.empty();
      }
      return Optional.of(answer);
    } catch (UncheckedIOException unanswered) {
      return Optional.empty();
    }
  }
}
