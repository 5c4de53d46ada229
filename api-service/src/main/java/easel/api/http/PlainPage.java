package easel.api.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/// A page without the frame of all others: it needs nobody who is signed in, and nothing that can
/// be out of reach.
public final class PlainPage {
  public static final MediaType TYPE = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
  private static final String PAGE = read();

  private PlainPage() {}

  /// @param title what the page is called, as HTML
  /// @param told what it says, as HTML
  public static String of(HttpStatus status, String title, String told) {
    return PAGE.formatted(title, told, status.value());
  }

  private static String read() {
    try {
      return new ClassPathResource("plain.html").getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
