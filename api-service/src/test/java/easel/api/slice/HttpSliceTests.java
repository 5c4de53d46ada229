package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Nothing that a client sends is answered with a 500, and every error has the one form.
class HttpSliceTests {
  private static final String IMAGINE = "/api/v1/midjourney/imagine";
  private final TestApi api = TestApi.shared();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"prompt":                          | malformed-json
          null                                | malformed-json
          []                                  | invalid-value
          "a fox"                             | invalid-value
          {"prompt":{}}                       | invalid-value
          {"prompt":"a\\u0000b"}              | invalid-value
          {"prompt":"\\ud800"}                | invalid-value
          {"prompt":null}                     | prompt-required
          {"prompt":"a","account":"x"}        | invalid-value
          {"prompt":"a","account":1e99}       | invalid-value
          {"prompt":"a","account":99999999999999999999} | invalid-value
          {"prompt":"a","webhookOverride":"ftp://x"}    | invalid-webhook-override
          {"prompt":"a --repeat 3"}           | invalid-parameter
          """)
  void badBodiesAreAnsweredWithTheFact(String body, String code) {
    var answer = api.customer("STANDARD").http().post(IMAGINE, body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.header("Content-Type")).contains("application/problem+json");
    assertThat(answer.json().required("statusCode").asInt()).isEqualTo(400);
    assertThat(answer.json().required("message").asString())
        .isEqualTo(answer.json().required("detail").asString());
  }

  @Test
  void aMissingPromptIsAnsweredAsTheContractShows() {
    var answer = api.customer("STANDARD").http().post(IMAGINE, "{}");
    assertThat(answer.json().required("type").asString()).isEqualTo("urn:easel:prompt-required");
    assertThat(answer.json().required("title").asString()).isEqualTo("Bad Request");
    assertThat(answer.json().required("detail").asString()).isEqualTo("Prompt is required.");
    assertThat(answer.json().required("error").asString()).isEqualTo("Bad Request");
    assertThat(answer.json().required("errors").get(0).required("field").asString())
        .isEqualTo("prompt");
  }

  @Test
  void aBodyThatNoCallNeedsIs413() {
    var body = "{\"prompt\":\"%s\"}".formatted("x".repeat(400_000));
    var shorten = "/api/v1/midjourney/shorten";
    assertThat(api.customer("STANDARD").http().post(shorten, body).status()).isEqualTo(413);
  }

  @Test
  void anotherMediaTypeIs415() {
    var answer =
        api.customer("STANDARD").http().post(IMAGINE, "prompt=a", "Content-Type", "text/plain");
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.code()).isEqualTo("unsupported-media-type");
  }

  @Test
  void unknownPathsMethodsAndParametersAreAnsweredInTheSameForm() {
    var http = api.customer("STANDARD").http();
    assertThat(http.get("/api/v1/nothing").code()).isEqualTo("not-found");
    assertThat(http.get("/nothing").code()).isEqualTo("not-found");
    assertThat(http.send("PUT", IMAGINE, "{}").code()).isEqualTo("method-not-allowed");
    assertThat(http.get("/api/v1/midjourney/messages?limit=x").code()).isEqualTo("invalid-value");
    assertThat(http.get("/api/v1/midjourney/messages?limit=0").code()).isEqualTo("invalid-limit");
    assertThat(http.get("/api/v1/midjourney/messages?status=X").status()).isEqualTo(400);
    assertThat(http.get("/api/v1/midjourney/messages?cursor=X").status()).isEqualTo(400);
    assertThat(http.get("/api/v1/midjourney/message/1-1-1-1-1").status()).isEqualTo(404);
    assertThat(http.get("/api/v1/discord/accounts/0").status()).isEqualTo(404);
    assertThat(http.get("/pictures/nothing").status()).isEqualTo(404);
  }

  @Test
  void aBrowserAtAMistypedAddressIsShownAPage() {
    var page = new PageClient(api.operator().base()).open("/boards");
    assertThat(page.status()).isEqualTo(404);
    assertThat(page.header("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(page.text()).contains("There is nothing at this address");
    assertThat(page.page().select("main a[href=/]")).hasSize(1);
  }

  @Test
  void onlyKeysLetIn() {
    var base = api.operator().base();
    assertThat(new Http(base, "x").get("/api/v1/account").status()).isEqualTo(401);
    assertThat(new Http(base, TestApi.OPERATOR).get("/api/v1/account").status()).isEqualTo(401);
    var customer = api.customer("STANDARD").http();
    assertThat(customer.get("/api/v1/admin/customers").status()).isEqualTo(401);
    assertThat(customer.get("/api/v1/account").status()).isEqualTo(200);
    // pages ask for a session
    assertThat(customer.get("/board").status()).isEqualTo(302);
  }

  @Test
  void aRevokedKeyIsRefusedAtOnce() {
    var customer = api.customer("STANDARD");
    var keys = "/api/v1/admin/customers/" + customer.id() + "/keys";
    var key = api.operator().get(keys).json().required("items").get(0).required("id").asString();
    assertThat(api.operator().send("DELETE", keys + "/" + key, null).status()).isEqualTo(204);
    assertThat(customer.http().get("/api/v1/account").status()).isEqualTo(401);

    // and another takes its place
    var fresh = api.operator().post(keys, null).json().required("apiKey").asString();
    assertThat(new Http(customer.http().base(), fresh).get("/api/v1/account").status())
        .isEqualTo(200);
  }

  @Test
  void theApiDescribesItself() {
    var description = api.operator().get("/v3/api-docs");
    assertThat(description.json().required("openapi").asString()).startsWith("3.1");
    assertThat(description.json().required("paths").has(IMAGINE)).isTrue();
  }

  @Test
  void thePageUsesNothingButItsOwn() {
    var page = api.operator().get("/sign-in");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'")
        .doesNotContain("unsafe");
    assertThat(page.body()).doesNotContain("http://", "https://", "<style", "onclick");
  }
}
