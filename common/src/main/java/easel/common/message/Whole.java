package easel.common.message;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Whether a message has all that it must have: what is not declared nullable, in whatever it
/// holds.
final class Whole {
  private Whole() {}

  /// @throws IllegalArgumentException naming the first part that is missing
  static void check(Object message) {
    switch (message) {
      case Record record -> {
        for (var component : record.getClass().getRecordComponents()) {
          check(record, component);
        }
      }
      case Collection<?> many -> {
        for (var each : many) {
          if (each == null) {
            throw missing("each element");
          }
          check(each);
        }
      }
      default -> {
        // A value without parts.
      }
    }
  }

  private static void check(Record record, RecordComponent component) {
    var part = read(record, component);
    if (part != null) {
      check(part);
    } else if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
      throw missing(component.getName());
    }
  }

  private static @Nullable Object read(Record record, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (ReflectiveOperationException unreadable) {
      throw new IllegalStateException("could not read " + component, unreadable);
    }
  }

  private static IllegalArgumentException missing(String what) {
    return new IllegalArgumentException("expected a value of %s, got: null".formatted(what));
  }
}
