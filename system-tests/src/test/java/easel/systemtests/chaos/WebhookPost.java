package easel.systemtests.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A delivery as Standard Webhooks has it, made without the library that checks it.
record WebhookPost(String id, Instant at, String body) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final byte[] KEY = "an easel for a tin robot".getBytes(StandardCharsets.UTF_8);

  /// The secret with which all of them are signed.
  static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);

  static WebhookPost now(String id, String body) {
    return new WebhookPost(id, Instant.now(), body);
  }

  /// @return the status of the answer, 0 where there is none
  int to(String address) {
    return to(address, body);
  }

  /// Posts something else than what is signed.
  int to(String address, String otherBody) {
    var seconds = Long.toString(at.getEpochSecond());
    var request =
        HttpRequest.newBuilder(URI.create(address))
            .header("webhook-id", id)
            .header("webhook-timestamp", seconds)
            .header("webhook-signature", "v1," + signed(id + "." + seconds + "." + body))
            .POST(BodyPublishers.ofString(otherBody))
            .build();
    try {
      return CLIENT.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException closed) {
      return 0;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static String signed(String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
