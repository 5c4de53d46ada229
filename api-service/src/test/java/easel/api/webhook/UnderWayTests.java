package easel.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import easel.api.webhook.UnderWay.Limits;
import easel.api.webhook.UnderWay.Line;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnderWayTests {
  private final UnderWay underWay = new UnderWay(new Limits(10, 4, 5, 3));

  @Test
  void aCustomerFillsNoMoreThanItsShareOfAnEndpoint() {
    var hanging = new Line(1, "hooks.example:443");
    fill(hanging, 3);
    assertThat(underWay.take(hanging)).isFalse();
    assertThat(underWay.full().lines()).containsExactly("1 hooks.example:443");

    // and others are served there, and it elsewhere
    assertThat(underWay.take(new Line(2, "hooks.example:443"))).isTrue();
    assertThat(underWay.take(new Line(1, "other.example:443"))).isTrue();
    assertThat(underWay.full().customers()).containsExactly(1L);
  }

  @Test
  void anEndpointIsNotCalledByMoreThanItsLimit() {
    fill(new Line(1, "a"), 3);
    fill(new Line(2, "a"), 2);
    assertThat(underWay.take(new Line(3, "a"))).isFalse();
    assertThat(underWay.full().endpoints()).containsExactly("a");
    underWay.free(new Line(1, "a"));
    assertThat(underWay.take(new Line(3, "a"))).isTrue();
  }

  @Test
  void thereIsALimitOfAll() {
    for (int i = 0; i < 10; i++) {
      fill(new Line(i, "host-" + i), 1);
    }
    assertThat(underWay.take(new Line(99, "another"))).isFalse();
  }

  @Test
  void whatIsFreedLeavesNothingBehind() throws Exception {
    fill(new Line(1, "a"), 3);
    for (int i = 0; i < 3; i++) {
      underWay.free(new Line(1, "a"));
    }
    assertThat(underWay.count()).isZero();
    assertThat(underWay.full().lines()).isEmpty();
    underWay.awaitNone(Duration.ofDays(1)); // returns at once
  }

  private void fill(Line line, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(underWay.take(line)).isTrue();
    }
  }
}
