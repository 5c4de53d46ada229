package easel.api.mj;

import easel.api.broker.WorkerCalls;
import easel.api.http.Problem;
import easel.api.job.Job;
import easel.api.job.Status;
import easel.common.message.Button;
import easel.common.message.SeedQuestion;
import easel.common.message.SeedQuestion.Seed;
import easel.common.topology.Topology;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;

/// The seeds of finished pictures, each asked for at Midjourney once.
@Service
class Seeds {
  private static final Pattern MIDJOURNEY_JOB =
      Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final SeedRows rows;
  private final WorkerCalls workers;

  Seeds(SeedRows rows, WorkerCalls workers) {
    this.rows = rows;
    this.workers = workers;
  }

  /// @throws Problem 409 if it has no picture or Midjourney does not say, 503 if no worker answers
  String of(Job job) {
    return rows.find(job.id()).orElseGet(() -> ask(job));
  }

  private String ask(Job job) {
    var message = job.message();
    var account = job.account();
    var midjourneyJob = midjourneyJob(job);
    if (job.status() != Status.DONE
        || message == null
        || account == null
        || job.originalUrl() == null
        || midjourneyJob.isEmpty()) {
      throw Problem.conflict("no-picture", "This task has no picture, and so no seed.");
    }
    var question = new SeedQuestion(account, message, midjourneyJob.get());
    var told =
        workers
            .ask(Topology.SEED, question, Seed.class)
            .orElseThrow(
                () ->
                    Problem.unavailable(
                        "no-seed", "No worker found the seed in time. Try again.", RETRY));
    var seed = told.seed();
    if (seed == null) {
      throw Problem.conflict("no-seed", String.valueOf(told.problem()));
    }
    rows.add(job.id(), seed);
    return seed;
  }

  /// From the name of the picture's file, or else from those of its buttons.
  private static Optional<String> midjourneyJob(Job job) {
    return Stream.concat(
            Stream.of(String.valueOf(job.originalUrl())),
            job.buttons().stream().map(Button::customId))
        .flatMap(text -> MIDJOURNEY_JOB.matcher(text).results())
        .map(MatchResult::group)
        .findFirst();
  }
}
