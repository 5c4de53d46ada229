package easel.systemtests;

import java.net.http.HttpHeaders;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/// What a server answered.
///
/// @param call the request's method and address, to say in errors
/// @param body a missing node where there was none, or none that is JSON
public record Answer(String call, int status, HttpHeaders headers, JsonNode body) {

  /// The body, if the status is the expected one.
  ///
  /// @throws UnexpectedAnswer otherwise
  public JsonNode expect(int expected) {
    if (status != expected) {
      throw new UnexpectedAnswer(this, "expected %d".formatted(expected));
    }
    return body;
  }

  /// The body of any 2xx.
  ///
  /// @throws UnexpectedAnswer otherwise
  public JsonNode expectSuccess() {
    if (status < 200 || status > 299) {
      throw new UnexpectedAnswer(this, "expected success");
    }
    return body;
  }

  /// How long the server asks to wait before the next try.
  public Duration retryAfter() {
    return Duration.ofSeconds(headers.firstValueAsLong("Retry-After").orElse(1));
  }

  /// A server answered other than it had to.
  public static final class UnexpectedAnswer extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;

    UnexpectedAnswer(Answer answer, String expected) {
      super(
          "%s: %s, got: %d %s".formatted(answer.call(), expected, answer.status(), answer.body()));
      status = answer.status();
    }

    public int status() {
      return status;
    }
  }
}
