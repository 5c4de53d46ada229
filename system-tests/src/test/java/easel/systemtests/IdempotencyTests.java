package easel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A caller that does not know whether its request was taken asks again with the same key.
@ExtendWith(TwoOfEach.class)
class IdempotencyTests {
  private static final int POSTS = 64;

  private final Deployment easel;

  IdempotencyTests(Deployment easel) {
    this.easel = easel;
  }

  @Test
  void manyPostsWithOneKeyOverTwoInstancesAreOneJob()
      throws InterruptedException, ExecutionException {
    var studio = new Studio(easel, "STANDARD");
    studio.link(3);
    var word = Studio.word();
    var body = Map.of("prompt", "one lamp of many " + word);

    var answers =
        atOnce(
            IntStream.range(0, POSTS)
                .mapToObj(
                    i ->
                        (Callable<Answer>)
                            () ->
                                studio
                                    .instances
                                    .get(i % studio.instances.size())
                                    .tryImagine(body, "Idempotency-Key", word))
                .toList());

    assertThat(answers)
        .allSatisfy(it -> assertThat(it.status()).as("%s", it.body()).isEqualTo(200));
    var ids =
        answers.stream().map(it -> it.body().path("messageId").asString()).distinct().toList();
    assertThat(ids).hasSize(1);
    await("its end")
        .atMost(Duration.ofMinutes(1))
        .until(() -> studio.instances.getFirst().job(ids.getFirst()).status().equals("DONE"));
    var sends =
        studio.ledger().stream()
            .filter(entry -> entry.is("INTERACTION") && entry.prompt().contains(word));
    assertThat(sends).as("what Discord was sent").hasSize(1);
  }

  private static List<Answer> atOnce(List<Callable<Answer>> requests)
      throws InterruptedException, ExecutionException {
    var go = new CountDownLatch(1);
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<Answer>>();
      for (var request : requests) {
        running.add(
            callers.submit(
                () -> {
                  go.await();
                  return request.call();
                }));
      }
      go.countDown();
      var answers = new ArrayList<Answer>();
      for (var answer : running) {
        answers.add(answer.get());
      }
      return answers;
    }
  }
}
