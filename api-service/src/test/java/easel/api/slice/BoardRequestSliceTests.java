package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What scripts of a board ask for, where it is not as a board writes it.
class BoardRequestSliceTests {
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

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(customer.http().base().resolve(path))
        .header("Cookie", pages.cookies())
        .header("Accept", "*/*");
  }
}
