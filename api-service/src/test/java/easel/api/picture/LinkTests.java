package easel.api.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTests {
  @Test
  void saysWhenItDies() {
    var link = new Link("https://cdn.discordapp.com/attachments/1/2/x.png?ex=65a1b2c3&is=1&hm=0&");
    assertThat(link.diesAt()).contains(Instant.ofEpochSecond(0x65a1b2c3L));
    assertThat(new Link("https://x/y.png?is=1&ex=a").diesAt()).contains(Instant.ofEpochSecond(10));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://x/y.png",
        "https://x/ex=1.png",
        "https://x/y.png?hex=1",
        "https://x/y.png?ex=",
        "https://x/y.png?ex=soon",
        "https://x/y.png?ex=fffffffffffffffff"
      })
  void orDoesNot(String url) {
    assertThat(new Link(url).diesAt()).isEmpty();
  }
}
