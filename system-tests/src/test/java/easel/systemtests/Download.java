package easel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/// Fetches what anybody may have.
final class Download {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private Download() {}

  static byte[] of(String address) {
    return answer(address).body();
  }

  /// What kind of file is there.
  static String typeOf(String address) {
    return answer(address).headers().firstValue("Content-Type").orElse("");
  }

  private static HttpResponse<byte[]> answer(String address) {
    try {
      var request = HttpRequest.newBuilder(URI.create(address)).build();
      var answer = HTTP.send(request, BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).as(address).isEqualTo(200);
      return answer;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
