package easel.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// A short campaign with a fixed seed. Its Easel is its own, so it comes before those tests that
/// start the one that they share.
@Order(1)
class ChaosTests {
  private static final Options SHORT = new Options(Duration.ofMinutes(2), 7, 3.0, false, false);

  @Test
  void everyPromiseHoldsWhateverIsBroken() {
    var result = Chaos.run(SHORT);

    assertThat(result.broken())
        .as("what broke; the report is above, the evidence in %s", result.evidence())
        .isEmpty();
  }
}
