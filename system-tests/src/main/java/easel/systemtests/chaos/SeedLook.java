package easel.systemtests.chaos;

import easel.systemtests.Answer;
import easel.systemtests.promise.History;
import easel.systemtests.promise.SeedAsked;
import easel.systemtests.promise.SeedTold;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Asks for the seeds of pictures: at once when each is told, and where that was refused once more
/// in the end, when nothing is broken any more.
final class SeedLook {
  private static final int TOLD = 1;

  private final History history;
  private final FaultLog log;
  private final Map<String, Question> untold = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();

  /// @param client of the customer whose task it is
  private record Question(PatientClient client, String messageId) {}

  SeedLook(History history, FaultLog log) {
    this.history = history;
    this.log = log;
  }

  /// Asks with which seed the picture of a job was drawn.
  ///
  /// @param client of the customer whose job it is
  /// @param messageId Easel's own name of the job
  void ask(SeedAsked about, PatientClient client, String messageId) {
    history.seedAsked(about);
    var question = new Question(client, messageId);
    untold.put(about.tag(), question);
    ask(about.tag(), question);
  }

  private void ask(String job, Question question) {
    open.incrementAndGet();
    var path = "/task/" + question.messageId() + "/image-seed";
    var _ =
        question
            .client()
            .ask(job.hashCode(), api -> api.mj("GET", path, null))
            .thenAccept(answer -> note(job, answer))
            .whenComplete(
                (_, failed) -> {
                  if (failed != null) {
                    log.note("nobody told the seed of %s: %s".formatted(job, failed));
                  }
                  open.decrementAndGet();
                });
  }

  private void note(String job, Answer answer) {
    if (answer.status() != 200) {
      log.wrongAnswer(answer);
      return;
    }
    var body = answer.body();
    var code = body.path("code").asInt(0);
    var seed = code == TOLD ? body.path("result").asString("") : "";
    var why = "code %d, %s".formatted(code, body.path("description").asString(""));
    history.seedTold(new SeedTold(job, seed, seed.isEmpty() ? why : "", System.nanoTime()));
    if (!seed.isEmpty()) {
      untold.remove(job);
    }
  }

  /// Whether each question has its answer, even a refusal.
  boolean isDone() {
    return open.get() == 0;
  }

  /// Waits for the answers, and asks again for each seed that is not told by then.
  void again(Duration atMost) {
    var _ = Wait.within(atMost, this::isDone);
    untold.forEach(this::ask);
    var _ = Wait.within(atMost, this::isDone);
  }
}
