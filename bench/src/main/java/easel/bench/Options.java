package easel.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The options of a benchmark: names, each with a whole number.
final class Options {
  private final Map<String, Integer> values;

  private Options(Map<String, Integer> values) {
    this.values = values;
  }

  /// @param otherwise the names that there are, each with what holds where it is not given
  /// @throws IllegalArgumentException naming what was expected
  static Options of(List<String> arguments, Map<String, Integer> otherwise) {
    var values = new HashMap<>(otherwise);
    for (var i = 0; i < arguments.size(); i += 2) {
      var name = arguments.get(i);
      if (!otherwise.containsKey(name)) {
        throw new IllegalArgumentException(
            "expected one of %s, got: %s"
                .formatted(String.join(", ", new TreeSet<>(otherwise.keySet())), name));
      }
      var value = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
      if (!value.matches("[1-9][0-9]{0,7}")) {
        throw new IllegalArgumentException(
            "expected a whole number after %s, got: '%s'".formatted(name, value));
      }
      values.put(name, Integer.parseInt(value));
    }
    return new Options(values);
  }

  int number(String name) {
    var value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("no option is named " + name);
    }
    return value;
  }

  Duration milliseconds(String name) {
    return Duration.ofMillis(number(name));
  }

  Duration seconds(String name) {
    return Duration.ofSeconds(number(name));
  }
}
