package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.message.Button;
import easel.common.message.DiscordMessage;
import easel.common.message.JobEnd;
import easel.common.message.Picture;
import easel.common.message.Reply.Ended;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Banned words, and parameters of prompts.
class PromptSliceTests {
  private static final String WORDS = "/api/v1/banned-words";
  private static final String OPERATORS_WORDS = "/api/v1/admin/banned-words";
  private static final Duration SOON = Duration.ofSeconds(10);
  private final TestApi api = TestApi.shared();

  @AfterEach
  void withoutTheOperatorsWords() {
    api.operator().send("PUT", OPERATORS_WORDS, "{\"words\":[]}");
  }

  @Test
  void aPromptWithABannedWordIsRefusedUntilTheWordIsAllowed() {
    // given words of the operator, of a customer, and of another
    var customer = api.customer("STANDARD");
    customer.linkReady();
    api.operator().send("PUT", OPERATORS_WORDS, "{\"words\":[\"Weasel\"]}");
    var put =
        customer.http().send("PUT", WORDS, "{\"words\":[\" Straße \",\"red fox\",\"RED FOX\"]}");
    assertThat(put.status()).isEqualTo(200);
    api.customer("STANDARD").http().send("PUT", WORDS, "{\"words\":[\"hare\"]}");

    // then both lists are shown
    var words = customer.http().get(WORDS).json();
    assertThat(texts(words.required("words"))).containsExactly("Straße", "red fox");
    assertThat(texts(words.required("operatorWords"))).containsExactly("Weasel");
    assertThat(texts(api.operator().get(OPERATORS_WORDS).json().required("words")))
        .containsExactly("Weasel");

    // and hold
    refused(customer.tryImagine("a WEASEL in the snow"), "Weasel");
    refused(customer.tryImagine("in der STRASSE"), "Straße");
    refused(customer.tryImagine("a Red  Fox --no dogs"), "red fox");
    assertThat(customer.tryImagine("weasels and a hare, redfox").status()).isEqualTo(200);

    // until they are replaced
    customer.http().send("PUT", WORDS, "{\"words\":[]}");
    assertThat(customer.tryImagine("a red fox").status()).isEqualTo(200);
    refused(customer.tryImagine("a weasel"), "Weasel");
  }

  @Test
  void whatWasAcceptedIsTheSameJobThoughAWordWasBannedSince() {
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var first = customer.tryImagine("a stoat", "Idempotency-Key", "k");
    customer.http().send("PUT", WORDS, "{\"words\":[\"stoat\"]}");
    var again = customer.tryImagine("a stoat", "Idempotency-Key", "k");
    assertThat(again.json().required("messageId")).isEqualTo(first.json().required("messageId"));

    // and what is refused does not use a key up
    refused(customer.tryImagine("a stoat", "Idempotency-Key", "other"), "stoat");
    customer.http().send("PUT", WORDS, "{\"words\":[]}");
    assertThat(customer.tryImagine("a stoat", "Idempotency-Key", "other").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                     | words-required
          {"words":null}         | words-required
          {"words":"fox"}        | invalid-value
          {"words":[["fox"]]}    | invalid-value
          {"words":[null]}       | invalid-words
          {"words":["a"," "]}    | invalid-words
          {"words":["http://x"]} | invalid-words
          []                     | invalid-value
          """)
  void badListsOfWordsAreAnsweredWithTheFact(String body, String code) {
    var http = api.customer("STANDARD").http();
    for (var answer :
        List.of(http.send("PUT", WORDS, body), api.operator().send("PUT", OPERATORS_WORDS, body))) {
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo(code);
    }
  }

  @Test
  void listsOfWordsAreLimited() {
    var http = api.customer("STANDARD").http();
    assertThat(http.send("PUT", WORDS, list(1_000, 90)).status()).isEqualTo(200);
    assertThat(http.send("PUT", WORDS, list(1_001, 90)).code()).isEqualTo("invalid-words");
    assertThat(http.send("PUT", WORDS, list(1, 101)).code()).isEqualTo("invalid-words");
    assertThat(texts(http.get(WORDS).json().required("words"))).hasSize(1_000);
  }

  @Test
  void wordsAreForThoseWhoseTheyAre() {
    var customer = api.customer("STANDARD").http();
    assertThat(customer.get(OPERATORS_WORDS).status()).isEqualTo(401);
    assertThat(customer.send("PUT", OPERATORS_WORDS, "{\"words\":[]}").status()).isEqualTo(401);
    assertThat(api.operator().get(WORDS).status()).isEqualTo(401);
    assertThat(new Http(customer.base(), "x").get(WORDS).status()).isEqualTo(401);
  }

  @Test
  void parametersThatMidjourneyRefusesAreRefusedAtOnce() {
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var refused = customer.tryImagine("a fox --stylize 1001 --colour red");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.code()).isEqualTo("invalid-parameter");
    assertThat(refused.json().required("errors").get(0).required("field").asString())
        .isEqualTo("prompt");
    assertThat(refused.json().required("detail").asString())
        .contains("--stylize", "0 to 1000", "1001", "--colour");
    assertThat(customer.tryImagine("a fox --stylize 1000 --ar 3:2").status()).isEqualTo(200);
  }

  @Test
  void whatAPictureWasMadeOfWasAcceptedBeforeItWasBanned() {
    var customer = api.customer("STANDARD");
    var account = customer.linkReady();
    var job = customer.job("a red fox");
    customer.worker().say(done(job, account));
    await("it is done").atMost(SOON).until(() -> customer.status(job).equals("DONE"));
    customer.http().send("PUT", WORDS, "{\"words\":[\"fox\"]}");

    assertThat(press(customer, job).status()).isEqualTo(200);
  }

  private static void refused(Http.Answer answer, String word) {
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo("banned-word");
    assertThat(answer.json().required("bannedWord").asString()).isEqualTo(word);
    assertThat(answer.json().required("statusCode").asInt()).isEqualTo(422);
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }

  private static String list(int count, int length) {
    var words =
        IntStream.range(0, count)
            .mapToObj(i -> "\"%s\"".formatted(("w" + i + "x".repeat(length)).substring(0, length)));
    return "{\"words\":[" + String.join(",", words.toList()) + "]}";
  }

  private static Http.Answer press(TestCustomer customer, JobId job) {
    return customer
        .http()
        .post(
            "/api/v1/midjourney/button", "{\"messageId\":\"%s\",\"button\":\"U1\"}".formatted(job));
  }

  private static Ended done(JobId job, AccountId account) {
    var picture =
        new Picture(
            new DiscordMessage("1", "2", "3", 0),
            "mj",
            "https://cdn.discordapp.com/x.png",
            "t",
            List.of(new Button("U1", "id-U1")));
    return new Ended(job, Instant.now(), account, new JobEnd.Done(picture));
  }
}
