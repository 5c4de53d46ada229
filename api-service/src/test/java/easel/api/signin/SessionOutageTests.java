package easel.api.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class SessionOutageTests {
  private final MockHttpServletResponse response = new MockHttpServletResponse();

  @Test
  void aPageThatIsAskedForSaysSoAndComesBackByItself() throws Exception {
    filter(request("GET", "/jobs"), noConnection());
    assertThat(response.getStatus()).isEqualTo(503);
    assertThat(response.getContentType()).startsWith("text/html");
    assertThat(response.getHeader("Refresh")).isEqualTo("3");
    assertThat(response.getHeader("Retry-After")).isNotNull();
    assertThat(response.getContentAsString())
        .contains("<h1>Not now</h1>", "does not answer", "comes back by itself")
        .doesNotContain("%s", "http-equiv=\"refresh\"");
  }

  @Test
  void whatWasSentIsNotSentAgainByThePage() throws Exception {
    filter(request("POST", "/make/imagine"), noConnection());
    assertThat(response.getStatus()).isEqualTo(503);
    assertThat(response.getHeader("Refresh")).isNull();
    assertThat(response.getContentAsString()).contains("look before you send it again");
  }

  @Test
  void aScriptIsToldInANotice() throws Exception {
    var request = request("POST", "/board/queues/customer-1/pause");
    request.addHeader("HX-Request", "true");
    filter(request, noConnection());
    assertThat(response.getStatus()).isEqualTo(503);
    assertThat(response.getHeader("HX-Retarget")).isEqualTo("#notices");
    assertThat(response.getContentAsString()).startsWith("<p class=").doesNotContain("<html");
  }

  @Test
  void aMistakeIsNoOutageAndWhatIsNoPageIsAnsweredElsewhere() {
    var mistake = new IllegalStateException("ours");
    assertThatThrownBy(() -> filter(request("GET", "/jobs"), mistake)).isSameAs(mistake);
    var outage = noConnection();
    assertThatThrownBy(() -> filter(request("GET", "/api/v1/account"), outage)).isSameAs(outage);
  }

  private static MockHttpServletRequest request(String method, String path) {
    var request = new MockHttpServletRequest(method, path);
    request.setServletPath(path);
    return request;
  }

  private void filter(MockHttpServletRequest request, RuntimeException thrown) throws Exception {
    new SessionOutage()
        .doFilter(
            request,
            response,
            (_, _) -> {
              throw thrown;
            });
  }

  private static RuntimeException noConnection() {
    return new CannotGetJdbcConnectionException("PostgreSQL does not answer");
  }
}
