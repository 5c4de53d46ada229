package easel.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import easel.api.contract.RandomRequest;
import easel.api.contract.RawHttp;
import easel.api.contract.WebAlone;
import easel.contract.Contract;
import easel.contract.Exchange;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Requests that no client would make, and that no handler sees, are answered as described.
class OddRequestTests {
  private static final String CUSTOMERS = "/api/v1/admin/customers";
  private static final String DELIVERIES = "/api/v1/webhooks/deliveries";
  private static final String TRACE = "/api/v1/message/trace/{messageId}";
  private static final WebAlone WEB = WebAlone.start();

  @AfterAll
  static void stop() {
    WEB.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "multipart/mixed; boundary=\"",
        "application/x-www-form-urlencoded",
        "application/json;charset=nonsense",
        "application/json;charset=\"",
        "application/cbor",
        "*/*",
        "application/*",
        "application/*+json",
        "nonsense",
        "/"
      })
  void aBodyOfAnOddTypeIs415(String type) throws Exception {
    var answer = send("POST", CUSTOMERS, CUSTOMERS, Map.of("Content-Type", type), "{}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(415);
    assertThat(answer.body()).contains("urn:easel:unsupported-media-type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=%zz", "cursor=%", "limit=%ED%A0%80", "%=1", "messageId=%C0%80"})
  void aQueryThatCannotBeReadIs400(String query) throws Exception {
    var answer = send("GET", DELIVERIES, DELIVERIES + "?" + query, Map.of(), null);
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("urn:easel:invalid-query");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%zz", "%00", "a%00b", "%2F", "%C0%80", "%"})
  void aPathThatCannotBeReadIs400(String id) throws Exception {
    var answer = send("GET", TRACE, "/api/v1/message/trace/" + id, Map.of(), null);
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.headers().get("Content-Type")).startsWith("application/problem+json");
    var problem = new JsonMapper().readTree(answer.body());
    assertThat(problem.required("type").asString()).isEqualTo("urn:easel:bad-request");
    assertThat(problem.required("statusCode").asInt()).isEqualTo(400);

    var mj = send("GET", "/mj/task/{id}/fetch", "/mj/task/" + id + "/fetch", Map.of(), null);
    assertThat(mj.status()).as(mj.body()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/mj/submit/imagine", "/%6Dj/submit/imagine", "/mj-fast/mj/submit/imagine"})
  void whatIsRefusedIsSaidInTheDialectOfItsPathHoweverThatIsWritten(String path) throws Exception {
    var text = Map.of("Content-Type", "text/plain");
    var answer =
        new RawHttp(WEB.base()).send(new RandomRequest(path, false, "POST", path, text, "a fox"));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(new JsonMapper().readTree(answer.body()).required("code").asInt()).isEqualTo(4);
  }

  private static Exchange send(
      String method, String path, String target, Map<String, String> headers, @Nullable String body)
      throws Exception {
    var exchange =
        new RawHttp(WEB.base()).send(new RandomRequest(path, true, method, target, headers, body));
    Contract.of(WEB.base()).checkAnswer(exchange);
    return exchange;
  }
}
