package easel.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MemoryShareTests {
  private final MemoryShare memory = new MemoryShare(100 * 1024);

  @Test
  void whoWouldFillMoreWaitsUntilRoomIsGivenBack() {
    var first = memory.take(60 * 1024);
    var second = CompletableFuture.supplyAsync(() -> memory.take(60 * 1024));
    await("it waits")
        .during(Duration.ofMillis(200))
        .atMost(Duration.ofSeconds(2))
        .until(() -> !second.isDone());

    first.close();
    first.close(); // gives back nothing twice

    await("it has its room").until(second::isDone);
    var third = CompletableFuture.supplyAsync(() -> memory.take(60 * 1024));
    await("there is no room for a third")
        .during(Duration.ofMillis(200))
        .atMost(Duration.ofSeconds(2))
        .until(() -> !third.isDone());
    second.join().close();
    third.join().close();
  }

  @Test
  void whatCouldNeverFitGetsAllTheRoomThereIs() {
    try (var all = memory.take(Long.MAX_VALUE / 2)) {
      assertThat(all).isNotNull();
    }
  }
}
