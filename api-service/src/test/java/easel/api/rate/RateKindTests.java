package easel.api.rate;

import static org.assertj.core.api.Assertions.assertThat;

import easel.api.rate.RateLimits.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class RateKindTests {
  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/midjourney/message/1, MESSAGE",
    "DELETE, /api/v1/midjourney/message/1, GENERAL",
    "GET, /api/v1/midjourney/messages, GENERAL",
    "GET, /mj/task/1/fetch, MESSAGE",
    "GET, /mj-fast/mj/task/1/fetch, MESSAGE",
    "POST, /mj/task/list-by-condition, MESSAGE",
    "POST, /mj-turbo/mj/task/list-by-condition, MESSAGE",
    "GET, /mj/task/list, GENERAL",
    "GET, /mj/task/queue, GENERAL",
    "POST, /mj/task/1/cancel, GENERAL",
    "GET, /mj/task/1/image-seed, GENERAL",
    "GET, /mj/account/1/fetch, GENERAL",
    "POST, /mj/submit/imagine, GENERAL",
    "POST, /mj/submit/task/1/fetch, GENERAL"
  })
  void whatIsAskedAgainAndAgainHasACountOfItsOwn(String method, String path, Kind kind) {
    assertThat(RateLimitInterceptor.kind(new MockHttpServletRequest(method, path))).isEqualTo(kind);
  }
}
