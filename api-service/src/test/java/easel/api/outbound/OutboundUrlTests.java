package easel.api.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import easel.api.outbound.OutboundUrl.UnusableUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundUrlTests {
  private final OutboundUrls urls = new OutboundUrls(Allowed.besidesPublic("127.0.0.1"));

  @ParameterizedTest
  @CsvSource({
    "https://Hooks.example/a?b=c, hooks.example:443",
    "HTTP://hooks.example, hooks.example:80",
    "http://hooks.example:8080/, hooks.example:8080",
    "' http://127.0.0.1:9/x ', 127.0.0.1:9",
    "https://[2606:4700::1111]/, [2606:4700::1111]:443",
    "https://8.8.8.8/, 8.8.8.8:443"
  })
  void isAnAbsoluteUrlOfTheWeb(String text, String endpoint) {
    assertThat(urls.of(text).endpoint()).isEqualTo(endpoint);
  }

  @Test
  void whatIsNotAsciiIsEscaped() {
    assertThat(urls.of("https://hooks.example/füchse").uri().toString())
        .isEqualTo("https://hooks.example/f%C3%BCchse");
  }

  @Test
  void itsPathIsNotForLogs() {
    assertThat(urls.of("https://hooks.example/secret?token=secret").toString())
        .isEqualTo("hooks.example:443");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hooks.example",
        "/path",
        "ftp://hooks.example",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://",
        "https:///path",
        "https://user:password@hooks.example",
        "https://user@127.0.0.1",
        "https://hooks.example:0",
        "https://hooks.example:65536",
        "https://hooks.example/a b",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://127.1/",
        "https://0177.0.0.1/",
        "https://bücher.example/"
      })
  void whatCanNeverBeCalledIsRefused(String text) {
    assertThatThrownBy(() -> urls.of(text)).isInstanceOf(UnusableUrl.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.2/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[fe80::1]/"
      })
  void anAddressThatMustNotBeCalledIsRefusedAtOnce(String text) {
    assertThatThrownBy(() -> urls.of(text))
        .isInstanceOf(UnusableUrl.class)
        .hasMessageContaining("private");
  }

  @Test
  void anOverlongOneIsRefused() {
    assertThatThrownBy(() -> urls.of("https://hooks.example/" + "x".repeat(2000)))
        .isInstanceOfSatisfying(
            UnusableUrl.class,
            unusable ->
                assertThat(unusable.about("url"))
                    .isEqualTo("url must not exceed 2000 characters."));
  }
}
