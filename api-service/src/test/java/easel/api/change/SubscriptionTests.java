package easel.api.change;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.id.JobId;
import easel.common.id.QueueId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SubscriptionTests {
  private static final JobId JOB = new JobId(new UUID(0, 1));
  private static final JobId OTHER = new JobId(new UUID(0, 2));
  private static final QueueId QUEUE = QueueId.ofCustomer(1);
  private final List<Subscription> closed = new ArrayList<>();

  @Test
  void tellsInOrder() throws Exception {
    var subscription = subscription(null);
    subscription.offer(change(1, JOB));
    subscription.offer(change(2, OTHER));
    assertThat(next(subscription)).isEqualTo(1);
    assertThat(next(subscription)).isEqualTo(2);
    assertThat(subscription.next(Duration.ofMillis(1))).isNull();
    assertThat(subscription.isOver()).isFalse();
  }

  @Test
  void ofOneJobTellsNoOther() throws Exception {
    var subscription = subscription(JOB);
    subscription.offer(change(1, OTHER));
    subscription.offer(change(2, JOB));
    assertThat(next(subscription)).isEqualTo(2);
  }

  @Test
  void thatIsTooFarBehindIsToldWhatItHasAndThenOver() throws Exception {
    // given room for three
    var subscription = subscription(null);
    for (int number = 1; number <= 5; number++) {
      subscription.offer(change(number, JOB));
    }

    // then it ends without leaving anything out in between
    assertThat(next(subscription)).isEqualTo(1);
    subscription.offer(change(6, JOB));
    assertThat(next(subscription)).isEqualTo(2);
    assertThat(subscription.isOver()).isFalse();
    assertThat(next(subscription)).isEqualTo(3);
    assertThat(subscription.isOver()).isTrue();
    assertThat(subscription.next(Duration.ofSeconds(30))).isNull();
  }

  @Test
  void onlyWhoAsksForThatIsWokenWithoutAChange() throws Exception {
    var subscription = subscription(null);
    subscription.wake();
    assertThat(subscription.next(Duration.ofMillis(1))).isNull();

    // once, and at once
    assertThat(subscription.nextOrWoken(Duration.ofHours(1))).isNull();
    subscription.offer(change(1, JOB));
    assertThat(subscription.nextOrWoken(Duration.ofHours(1))).isNotNull();
    assertThat(subscription.nextOrWoken(Duration.ofMillis(1))).isNull();

    var woken = Thread.ofVirtual().start(subscription::wake);
    assertThat(subscription.nextOrWoken(Duration.ofHours(1))).isNull();
    assertThat(woken.join(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void whoeverWaitsIsWokenByItsEnd() throws Exception {
    var subscription = subscription(null);
    var ended = Thread.ofVirtual().start(subscription::end);
    assertThat(subscription.next(Duration.ofSeconds(30))).isNull();
    ended.join();
    assertThat(subscription.isOver()).isTrue();
  }

  @Test
  void isLetGoWhenItIsClosed() {
    var subscription = subscription(null);
    try (subscription) {
      assertThat(closed).isEmpty();
    }
    assertThat(closed).containsExactly(subscription);
  }

  private Subscription subscription(@Nullable JobId only) {
    return new Subscription(0, only, 3, closed::add);
  }

  private static Change change(long number, JobId job) {
    return new Change(number, job, QUEUE, false, "{}");
  }

  private static @Nullable Long next(Subscription subscription) throws InterruptedException {
    var change = subscription.next(Duration.ofSeconds(5));
    return change == null ? null : change.number();
  }
}
