package easel.api.rate;

import static org.assertj.core.api.Assertions.assertThat;

import easel.api.rate.RateLimits.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class RateLimitInterceptorTests {
  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/midjourney/message/0199, MESSAGE",
    "HEAD, /api/v1/midjourney/message/0199, MESSAGE",
    "GET, /api/v1/midjourney/message/0199/events, MESSAGE",
    "GET, /api/v1/midjourney/events, MESSAGE",
    "DELETE, /api/v1/midjourney/message/0199, GENERAL",
    "POST, /api/v1/midjourney/imagine, GENERAL",
    "GET, /api/v1/midjourney/messages, GENERAL",
    "GET, /api/v1/banned-words, GENERAL",
    "DELETE, /api/v1/queues/customer-1/jobs, GENERAL",
  })
  void aRequestCountsAsWhatItAsksFor(String method, String path, Kind kind) {
    assertThat(RateLimitInterceptor.kind(new MockHttpServletRequest(method, path))).isEqualTo(kind);
  }
}
