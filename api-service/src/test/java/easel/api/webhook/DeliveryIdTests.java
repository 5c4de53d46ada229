package easel.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryIdTests {
  @Test
  void isReadAsItIsWritten() {
    for (int i = 0; i < 100; i++) {
      var id = DeliveryId.random();
      assertThat(DeliveryId.parse(id.toString())).contains(id);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "msg_",
        "msg_0",
        "00000000000000000000000000000000",
        "msg_0000000000000000000000000000000G",
        "msg_000000000000000000000000000000000"
      })
  void anythingElseIsNone(String text) {
    assertThat(DeliveryId.parse(text)).isEmpty();
  }
}
