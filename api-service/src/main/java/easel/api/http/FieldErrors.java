package easel.api.http;

import easel.api.http.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Collects what is wrong with a body, so that all of it is answered at once.
public final class FieldErrors {
  private final List<FieldError> errors = new ArrayList<>();

  /// Notes that a field is missing, unless it is there.
  public void require(String field, @Nullable String text) {
    if (text == null || text.isBlank()) {
      errors.add(new FieldError(field, dashed(field) + "-required", field + " is required."));
    }
  }

  /// Notes it with two fields, of which a customer fills in one, unless exactly one is there.
  public void requireEither(String one, boolean hasOne, String other, boolean hasOther) {
    if (hasOne == hasOther) {
      var detail =
          (hasOne ? "Give either %s or %s, not both." : "Either %s or %s is required.")
              .formatted(one, other);
      invalid(one, detail);
      invalid(other, detail);
    }
  }

  public void invalid(String field, String detail) {
    errors.add(new FieldError(field, codeOf(field), detail));
  }

  public void tooLong(String field, int most) {
    errors.add(
        new FieldError(
            field,
            dashed(field) + "-too-long",
            "%s must not exceed %d characters.".formatted(field, most)));
  }

  /// @throws Problem if anything was noted
  public void throwIfAny() {
    if (!errors.isEmpty()) {
      throw Problem.invalid(errors);
    }
  }

  /// The stable word for a field that is not valid.
  public static String codeOf(String field) {
    return "invalid-" + dashed(field);
  }

  static String dashed(String field) {
    return field.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
