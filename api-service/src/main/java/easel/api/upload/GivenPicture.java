package easel.api.upload;

import easel.api.http.FieldErrors;
import easel.api.http.Problem;
import easel.common.id.JobId;
import easel.common.message.Upload;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A picture as a request gives it.
public sealed interface GivenPicture {
  /// Where in the request, as the customer's dialect names it.
  String field();

  /// The one picture for which a request has two fields, of which a customer fills in either.
  ///
  /// @throws Problem if it is in neither or in both
  static GivenPicture either(
      String addressField, @Nullable String address, String base64Field, @Nullable String base64) {
    var isNamed = address != null && !address.isBlank();
    var errors = new FieldErrors();
    errors.requireEither(addressField, isNamed, base64Field, base64 != null && !base64.isBlank());
    errors.throwIfAny();
    return isNamed
        ? Linked.of(addressField, address)
        : new Inline(base64Field, Objects.requireNonNull(base64));
  }

  /// A picture that a request may leave out: null then.
  static @Nullable Inline optional(String field, @Nullable String base64) {
    return base64 == null || base64.isBlank() ? null : new Inline(field, base64);
  }

  /// A picture somewhere else.
  ///
  /// @param address absolute, http or https
  record Linked(String field, URI address) implements GivenPicture {
    /// The most characters of an address.
    public static final int LONGEST = 2_000;

    /// The pictures of a list of addresses, each named by its place.
    ///
    /// @throws Problem if one is no address of a picture
    public static List<Linked> list(String field, @Nullable List<@Nullable String> addresses) {
      var pictures = new ArrayList<Linked>();
      for (int i = 0; addresses != null && i < addresses.size(); i++) {
        pictures.add(of("%s[%d]".formatted(field, i), addresses.get(i)));
      }
      return pictures;
    }

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
  record Inline(String field, String base64) implements GivenPicture {
    /// The pictures of a list, each named by its place.
    public static List<Inline> list(String field, @Nullable List<@Nullable String> base64) {
      var pictures = new ArrayList<Inline>();
      for (int i = 0; base64 != null && i < base64.size(); i++) {
        var one = Objects.requireNonNullElse(base64.get(i), "");
        pictures.add(new Inline("%s[%d]".formatted(field, i), one));
      }
      return pictures;
    }
  }

  /// A picture in a file that came with a form.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Attached(String field, byte[] content) implements GivenPicture {}

  /// A picture that was given to a job which has ended. It goes to the one that is accepted with
  /// it.
  record Held(String field, Upload upload, JobId job) implements GivenPicture {}
}
