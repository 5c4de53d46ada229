package easel.api.picture;

import easel.api.picture.Fetched.Failed;
import easel.api.picture.Fetched.Gone;
import easel.api.picture.Fetched.Refused;
import easel.api.picture.Fetched.Whole;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/// Fetches pictures from Discord, and from nowhere else.
@Component
class Cdn {
  private static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static final Duration CONNECT = Duration.ofSeconds(3);

  private final PictureProperties properties;
  // Redirects are not followed: where they lead is not known to be Discord.
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  Cdn(PictureProperties properties) {
    this.properties = properties;
  }

  /// Ends what is under way, and fetches nothing any more.
  void breakOff() {
    http.shutdownNow();
  }

  Fetched fetch(Link link) {
    return fetch(link, properties.largest().toBytes(), properties.deadline());
  }

  /// @param largest in bytes: what is larger is refused
  Fetched fetch(Link link, long largest, Duration deadline) {
    var source = source(link);
    if (source.isEmpty()) {
      return new Refused("its link does not lead to Discord");
    }
    // The client's own time-out ends with the answer's headers.
    var answer =
        http.sendAsync(
            HttpRequest.newBuilder(source.get()).timeout(deadline).build(), upTo(largest));
    try {
      return judge(answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException _) {
      return new Failed("it was not there within %s".formatted(deadline));
    } catch (ExecutionException failed) {
      return failed.getCause() instanceof TooLarge
          ? new Refused("it is larger than %d bytes".formatted(largest))
          : new Failed(String.valueOf(failed.getCause()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Failed("this instance stops");
    } finally {
      answer.cancel(true);
    }
  }

  // Nothing of what says that it is too large is read; what does not say so is broken off.
  private static BodyHandler<byte[]> upTo(long largest) {
    var limited = BodyHandlers.limiting(BodyHandlers.ofByteArray(), largest);
    return answer -> {
      if (answer.headers().firstValueAsLong("Content-Length").orElse(0) > largest) {
        throw new TooLarge();
      }
      return limited.apply(answer);
    };
  }

  private Optional<URI> source(Link link) {
    try {
      return Optional.of(new URI(link.url())).filter(properties::isSource);
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  private static Fetched judge(HttpResponse<byte[]> answer) {
    var status = answer.statusCode();
    if (status == 403 || status == 404 || status == 410) {
      return new Gone();
    }
    if (status != 200) {
      return new Failed("Discord answered %d".formatted(status));
    }
    return PictureType.of(answer.body())
        .<Fetched>map(type -> new Whole(type, answer.body()))
        .orElseGet(() -> new Failed("Discord answered with something that is no picture"));
  }
}
