package easel.api.upload;

import easel.api.digest.Sha256;
import easel.api.http.FieldErrors;
import easel.api.http.Problem;
import easel.api.upload.GivenPicture.Inline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All pictures that one field of a request holds.
///
/// @param name as the customer's dialect has it
public record PictureField(String name, List<? extends GivenPicture> pictures) {
  /// Of pictures in the request itself, in every dialect.
  public static final String BASE64_ARRAY = "base64Array";

  /// What the field `base64Array` is described with.
  public static final String BASE64 =
      "PNG, JPEG, WebP or GIF in Base64, with or without `data:image/png;base64,` before it; at"
          + " most 10 MiB each, and 14 MiB with all else in the request.";

  public PictureField {
    pictures = List.copyOf(pictures);
  }

  /// The pictures of the field `base64Array`, null where it is not there.
  public static PictureField ofBase64(@Nullable List<@Nullable String> base64Array) {
    return new PictureField(BASE64_ARRAY, Inline.list(BASE64_ARRAY, base64Array));
  }

  /// Stands for what the field `base64Array` holds, behind all else that a request asks for.
  public static String digests(@Nullable List<@Nullable String> base64Array) {
    if (base64Array == null) {
      return "";
    }
    var digests = base64Array.stream().map(one -> one == null ? null : Sha256.of(one).hex());
    return ", %s=%s".formatted(BASE64_ARRAY, digests.toList());
  }

  /// The one of two fields that a customer has filled in.
  ///
  /// @throws Problem if that is neither or both
  public static PictureField either(PictureField one, PictureField other) {
    var errors = new FieldErrors();
    errors.requireEither(one.name, !one.isEmpty(), other.name, !other.isEmpty());
    errors.throwIfAny();
    return one.isEmpty() ? other : one;
  }

  public boolean isEmpty() {
    return pictures.isEmpty();
  }

  /// @throws Problem if they are fewer or more
  public void require(int fewest, int most) {
    if (pictures.size() < fewest || pictures.size() > most) {
      var many = fewest == 0 ? "at most " + most : "%d to %d".formatted(fewest, most);
      throw Problem.invalid(
          name,
          FieldErrors.codeOf(name),
          "%s must have %s pictures, got %d.".formatted(name, many, pictures.size()));
    }
  }
}
