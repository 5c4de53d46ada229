package easel.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A short campaign with a fixed seed; `./easel chaos` runs longer ones.
class ChaosTests {
  @Test
  void everyPromiseHoldsWhileEverythingIsBroken() {
    var options = new Options(Duration.ofSeconds(90), 20261124, 3.0, false);

    assertThat(Chaos.run(options)).as("every promise held; the report is above").isTrue();
  }
}
