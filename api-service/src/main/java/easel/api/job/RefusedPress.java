package easel.api.job;

import easel.api.http.Problem;
import easel.common.message.Button;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What was filled in for a button and refused, as its dialog shows it again.
///
/// @param button its label
/// @param mask null where nothing was painted
/// @param detail what is wrong
/// @param fields in which, none where it is about none of them
public record RefusedPress(
    String button, String prompt, @Nullable String mask, String detail, Set<String> fields) {
  public RefusedPress {
    fields = Set.copyOf(fields);
  }

  static RefusedPress of(Button button, String prompt, @Nullable String mask, Problem problem) {
    var fields =
        problem.errors().stream().map(Problem.FieldError::field).collect(Collectors.toSet());
    return new RefusedPress(
        button.label(),
        prompt,
        mask == null || mask.isBlank() ? null : mask,
        problem.detail(),
        problem.code().equals("banned-word") ? Set.of("prompt") : fields);
  }

  /// Whether it was this button.
  public boolean isOf(Button other) {
    return button.equals(other.label());
  }

  /// Whether it was one of these.
  public boolean isOfAny(List<Button> others) {
    return others.stream().anyMatch(this::isOf);
  }
}
