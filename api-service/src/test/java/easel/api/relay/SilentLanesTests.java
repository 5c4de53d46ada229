package easel.api.relay;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.id.QueueId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SilentLanesTests {
  private static final QueueId QUEUE = QueueId.ofCustomer(7);

  private final AtomicBoolean works = new AtomicBoolean(true);
  private final List<String> deleted = new ArrayList<>();
  private final SilentLanes lanes = new SilentLanes(works::get, deleted::add);

  @Test
  void aLaneThatSaysNothingAgainAndAgainIsDeleted() {
    lanes.unanswered(QUEUE);
    lanes.unanswered(QUEUE);
    assertThat(deleted).isEmpty();

    lanes.unanswered(QUEUE);
    assertThat(deleted).containsExactly("jobs.customer-7");

    lanes.unanswered(QUEUE);
    assertThat(deleted).hasSize(1);
  }

  @Test
  void oneThatAnswersInBetweenIsNot() {
    for (int i = 0; i < 2 * SilentLanes.PATIENCE; i++) {
      lanes.unanswered(QUEUE);
      lanes.answered(QUEUE);
    }

    assertThat(deleted).isEmpty();
  }

  @Test
  void noneIsWhileNoOtherQueueAnswersEither() {
    lanes.unanswered(QUEUE);
    lanes.unanswered(QUEUE);
    works.set(false);
    lanes.unanswered(QUEUE);
    works.set(true);
    lanes.unanswered(QUEUE);
    lanes.unanswered(QUEUE);

    assertThat(deleted).isEmpty();
  }
}
