package easel.api.http;

import easel.api.http.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong with a body, so that all of it is answered at once.
public final class FieldErrors {
  private final List<FieldError> errors = new ArrayList<>();

  public void add(String field, String code, String detail) {
    errors.add(new FieldError(field, code, detail));
  }

  /// @throws Problem if anything was added
  public void throwIfAny() {
    if (!errors.isEmpty()) {
      throw Problem.invalid(errors);
    }
  }
}
