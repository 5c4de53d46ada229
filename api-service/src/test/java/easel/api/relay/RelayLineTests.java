package easel.api.relay;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.id.QueueId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RelayLineTests {
  private static final QueueId FIRST = new QueueId("customer-1");
  private static final QueueId SECOND = new QueueId("customer-2");

  private final RelayLine line = new RelayLine();

  @Test
  void aQueueCalledTwiceWaitsOnce() throws InterruptedException {
    line.add(FIRST);
    line.add(FIRST);
    line.add(SECOND);
    assertThat(line.take(Duration.ofSeconds(1))).isEqualTo(FIRST);
    assertThat(line.take(Duration.ofSeconds(1))).isEqualTo(SECOND);
  }

  @Test
  void aQueueCalledWhileUnderWayIsLookedAtOnceMore() throws InterruptedException {
    line.add(FIRST);
    assertThat(line.take(Duration.ofSeconds(1))).isEqualTo(FIRST);
    line.add(FIRST);
    line.add(FIRST);
    line.add(SECOND);

    // no second thread gets it while the first is at it
    assertThat(line.take(Duration.ofSeconds(1))).isEqualTo(SECOND);
    line.done(FIRST);
    assertThat(line.take(Duration.ofSeconds(1))).isEqualTo(FIRST);
  }
}
