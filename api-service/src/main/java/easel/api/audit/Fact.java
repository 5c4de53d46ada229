package easel.api.audit;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Something that was changed. It never holds a secret.
///
/// @param before null if there was nothing
/// @param after null if there is nothing any more
public record Fact(String name, @Nullable String before, @Nullable String after) {
  public static Fact of(String name, @Nullable Object before, @Nullable Object after) {
    return new Fact(name, text(before), text(after));
  }

  /// Those of them that are not as they were.
  public static List<Fact> changed(Fact... facts) {
    return Arrays.stream(facts)
        .filter(fact -> !Objects.equals(fact.before(), fact.after()))
        .toList();
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
