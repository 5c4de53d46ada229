package easel.api.upload;

import easel.api.http.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A picture as a request gives it.
public sealed interface GivenPicture {
  /// Where in the request, as the customer's dialect names it.
  String field();

  /// A picture somewhere else.
  ///
  /// @param address absolute, http or https
  record Linked(String field, URI address) implements GivenPicture {
    private static final int LONGEST = 2_000;

    /// @throws Problem if it is no address of a picture
    public static Linked of(String field, @Nullable String given) {
      var text = given == null ? "" : given.strip();
      try {
        var address = new URI(text);
        var scheme = address.getScheme() == null ? "" : address.getScheme();
        if (text.length() <= LONGEST
            && address.getHost() != null
            && scheme.toLowerCase(Locale.ROOT).matches("https?")) {
          return new Linked(field, address);
        }
      } catch (URISyntaxException _) {
        // answered below
      }
      throw Problem.invalid(
          field,
          "invalid-link",
          "%s must be an absolute http or https URL of at most %d characters."
              .formatted(field, LONGEST));
    }
  }

  /// A picture in the request itself.
  ///
  /// @param base64 with or without `data:image/…;base64,` before it
  record Inline(String field, String base64) implements GivenPicture {}
}
