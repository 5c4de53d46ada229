package easel.api.customer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTests {
  @Test
  void isKnownAgainByItsHash() {
    var key = ApiKey.random();
    var presented = ApiKey.parse(key.shownOnce()).orElseThrow();
    assertThat(presented.publicPart()).isEqualTo(key.publicPart());
    assertThat(presented.hash().matches(key.hash())).isTrue();
    assertThat(ApiKey.random().hash().matches(key.hash())).isFalse();
  }

  @Test
  void doesNotShowItsSecret() {
    var key = ApiKey.random();
    assertThat(key.toString()).doesNotContain(key.secret());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "easel_", "easel_a_b", "EASEL_0123456789abcdef_00", "Bearer x"})
  void anythingElseIsNone(String text) {
    assertThat(ApiKey.parse(text)).isEmpty();
  }
}
