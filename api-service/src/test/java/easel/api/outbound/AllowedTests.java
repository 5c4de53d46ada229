package easel.api.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedTests {
  private static final Allowed SOME =
      Allowed.besidesPublic(" hooks.internal , 10.1.0.0/20,192.168.1.7, fd00:1::/64 ,[::1]");

  @ParameterizedTest
  @CsvSource({
    "hooks.internal, 10.9.9.9",
    "HOOKS.internal., 127.0.0.1",
    "other.internal, 10.1.0.1",
    "other.internal, 10.1.15.255",
    "192.168.1.7, 192.168.1.7",
    "x, fd00:1::5",
    "x, ::1",
    "x, 8.8.8.8"
  })
  void permitsNamedHostsAndNetworks(String host, String address) {
    assertThat(SOME.permits(host, InetAddress.ofLiteral(address))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "other.internal, 10.9.9.9",
    "sub.hooks.internal, 10.9.9.9",
    "x, 10.1.16.0",
    "x, 10.0.255.255",
    "x, 192.168.1.8",
    "x, fd00:1:0:1::5",
    "x, ::2"
  })
  void nothingElse(String host, String address) {
    assertThat(SOME.permits(host, InetAddress.ofLiteral(address))).isFalse();
  }

  @Test
  void withoutAListOnlyWhatIsPublicIsPermitted() {
    var none = Allowed.besidesPublic("");
    assertThat(none.permits("localhost", InetAddress.ofLiteral("127.0.0.1"))).isFalse();
    assertThat(none.permits("x", InetAddress.ofLiteral("8.8.8.8"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0",
        "10.0.0.0/33",
        "fd00::/129",
        "10.0.0.0/",
        "10.0.0.0/-1",
        "hooks.internal:8080",
        "http://hooks.internal",
        "*.internal",
        "10"
      })
  void anythingElseIsRefusedByName(String entry) {
    assertThatThrownBy(() -> Allowed.besidesPublic("127.0.0.1," + entry))
        .hasMessageContaining("EASEL_WEBHOOK_ALLOW")
        .hasMessageContaining("'" + entry + "'");
  }
}
