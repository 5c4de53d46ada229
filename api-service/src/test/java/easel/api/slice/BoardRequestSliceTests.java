package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.common.message.Reply.Progress;
import easel.common.message.Reply.Sending;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What scripts of a board ask for, where it is not as a board writes it.
class BoardRequestSliceTests {
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 1, 2, 3};
  private final TestApi api = TestApi.shared();
  private final TestCustomer customer = api.customer("STANDARD");
  private final PageClient pages = PageClient.of(customer);

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, Long.MAX_VALUE})
  void aChangeThatThereCannotHaveBeenIsAnsweredWithTheWholeBoard(long change) throws Exception {
    customer.linkReady();
    customer.job("a red fox");
    var asked = request("/board/events?change=" + change + "&version=0").build();
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(asked, BodyHandlers.ofInputStream());
      assertThat(answer.statusCode()).isEqualTo(200);
      try (var lines =
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
        assertThat(lines.lines().filter(line -> line.startsWith("event: ")).findFirst())
            .contains("event: whole");
      }
    }
  }

  @Test
  void aPictureUnderWayThatABrowserHasIsShownOnlyWhileItMayBe() throws Exception {
    var account = customer.linkReady();
    var job = customer.job("a red fox");
    var link = api.cdn().serve(PNG);
    customer
        .worker()
        .say(
            List.of(
                new Sending(job, Instant.now(), account),
                new Progress(job, Instant.now(), account, 31, null, link)));
    await("it runs").until(() -> customer.job(job).required("progress").asInt() == 31);
    var path = "/board/previews/" + job + "?n=31";
    try (var client = HttpClient.newHttpClient()) {
      var first = client.send(request(path).build(), BodyHandlers.ofByteArray());
      assertThat(first.statusCode()).isEqualTo(200);
      assertThat(first.headers().firstValue("Cache-Control")).contains("private, no-cache");
      var tag = first.headers().firstValue("ETag").orElseThrow();
      var again =
          client.send(
              request(path).header("If-None-Match", tag).build(), BodyHandlers.ofByteArray());
      assertThat(again.statusCode()).isEqualTo(304);
      assertThat(again.body()).isEmpty();

      pages.submit("/board", "/sign-out");
      var after =
          client.send(
              request(path).header("If-None-Match", tag).build(), BodyHandlers.ofByteArray());
      assertThat(after.statusCode()).isEqualTo(302);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(customer.http().base().resolve(path))
        .header("Cookie", pages.cookies())
        .header("Accept", "*/*");
  }
}
