package easel.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The options of a benchmark: names, each with a whole number.
final class Options {
  private final Map<String, Integer> given;

  private Options(Map<String, Integer> given) {
    this.given = given;
  }

  /// @param known the names that there are
  /// @throws IllegalArgumentException naming what was expected
  static Options of(List<String> arguments, List<String> known) {
    var given = new HashMap<String, Integer>();
    for (var i = 0; i < arguments.size(); i += 2) {
      var name = arguments.get(i);
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "expected one of %s, got: %s".formatted(String.join(", ", known), name));
      }
      var value = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
      if (!value.matches("[1-9][0-9]{0,5}")) {
        throw new IllegalArgumentException(
            "expected a whole number after %s, got: '%s'".formatted(name, value));
      }
      given.put(name, Integer.parseInt(value));
    }
    return new Options(given);
  }

  int get(String name, int otherwise) {
    return given.getOrDefault(name, otherwise);
  }
}
