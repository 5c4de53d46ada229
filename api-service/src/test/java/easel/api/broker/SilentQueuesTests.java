package easel.api.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SilentQueuesTests {
  private static final String QUEUE = "jobs.customer-7";

  private final AtomicBoolean works = new AtomicBoolean(true);
  private final List<String> deleted = new ArrayList<>();
  private final SilentQueues queues = new SilentQueues(works::get, deleted::add);

  @Test
  void aQueueThatSaysNothingAgainAndAgainIsDeleted() {
    queues.unanswered(QUEUE);
    queues.unanswered(QUEUE);
    assertThat(deleted).isEmpty();

    queues.unanswered(QUEUE);
    assertThat(deleted).containsExactly(QUEUE);

    queues.unanswered(QUEUE);
    assertThat(deleted).hasSize(1);
  }

  @Test
  void oneThatAnswersInBetweenIsNot() {
    for (int i = 0; i < 2 * SilentQueues.PATIENCE; i++) {
      queues.unanswered(QUEUE);
      queues.answered(QUEUE);
    }

    assertThat(deleted).isEmpty();
  }

  @Test
  void noneIsWhileNoOtherQueueAnswersEither() {
    queues.unanswered(QUEUE);
    queues.unanswered(QUEUE);
    works.set(false);
    queues.unanswered(QUEUE);
    works.set(true);
    queues.unanswered(QUEUE);
    queues.unanswered(QUEUE);

    assertThat(deleted).isEmpty();
  }
}
