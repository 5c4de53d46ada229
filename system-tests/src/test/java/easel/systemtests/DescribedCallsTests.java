package easel.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a client of these tests is told otherwise than the api describes fails the test.
@ExtendWith(TwoOfEach.class)
class DescribedCallsTests {
  private final Deployment easel;
  private final DescribedCalls calls;
  private EaselClient customer;
  private ObjectNode account;
  private HttpServer planted;

  DescribedCallsTests(Deployment easel, DescribedCalls calls) {
    this.easel = easel;
    this.calls = calls;
  }

  @BeforeEach
  void aCustomer() throws IOException {
    customer = easel.operator().as(easel.operator().createCustomer("someone", "PRO").apiKey());
    account = (ObjectNode) customer.get("/account").expect(200);
    planted = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    planted.start();
  }

  @AfterEach
  void stop() {
    planted.stop(0);
  }

  @Test
  void theSameAnswerOfAnotherServerIsAsDescribed() {
    answer(200, account);

    assertThat(elsewhere().get("/account").expect(200)).isEqualTo(account);
    calls.requireAsDescribed();
  }

  @Test
  void anAnswerThatLacksAFieldIsThrownAndKeptUntilTheTestsEnd() {
    answer(200, account.without("plan"));

    assertThatThrownBy(() -> elsewhere().get("/account"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("GET /api/v1/account was answered with 200")
        .hasMessageContaining("'plan'");
    isKept("'plan'");
  }

  @Test
  void anAnswerWithAStatusThatIsNotDescribedIsThrownAndKept() {
    answer(418, account);

    assertThatThrownBy(() -> elsewhere().get("/account"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("GET /api/v1/account was answered with 418")
        .hasMessageContaining("expected one of the statuses");
    isKept("418");
  }

  @Test
  void aRequestThatWasTakenThoughItIsNotDescribedIsThrownAndKept() {
    var submitted =
        customer.call("PUT", "/banned-words", Map.of("words", new String[0])).expect(200);
    answer(200, submitted);

    assertThatThrownBy(() -> elsewhere().call("PUT", "/banned-words", Map.of("words", 1)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("PUT /api/v1/banned-words was answered with 200")
        .hasMessageContaining("in what was sent and taken, at '/words'");
    isKept("/words");
  }

  private void isKept(String what) {
    assertThatThrownBy(calls::requireAsDescribed)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(what);
    calls.requireAsDescribed(); // it was told
  }

  private EaselClient elsewhere() {
    return customer.at(URI.create("http://127.0.0.1:" + planted.getAddress().getPort()));
  }

  private void answer(int status, JsonNode body) {
    var bytes = body.toString().getBytes(UTF_8);
    planted.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
  }
}
