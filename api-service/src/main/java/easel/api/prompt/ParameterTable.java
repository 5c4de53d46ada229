package easel.api.prompt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Which parameters Midjourney knows, and what values it takes in which of its versions.
final class ParameterTable {
  private static final String RESOURCE = "/prompt-parameters.txt";

  /// @param name the one that messages use
  record Line(String name, List<Versions> versions, List<Value> values) {
    boolean isFor(BigDecimal version) {
      return versions.stream().anyMatch(some -> some.hold(version));
    }

    boolean takes(String value) {
      return values.stream().anyMatch(some -> some.takes(value));
    }

    String told() {
      return values.stream().map(Value::told).collect(Collectors.joining(" or "));
    }
  }

  private final Map<String, List<Line>> lines = new LinkedHashMap<>();

  private ParameterTable() {}

  /// @param more names that are known beside those of the table
  static ParameterTable withMore(List<String> more) {
    var table = new ParameterTable();
    text().lines().map(String::strip).forEach(table::read);
    more.forEach(name -> table.read(name + "|*|anything"));
    return table;
  }

  /// The lines of a parameter, the one that counts without a version first; none if there is no
  /// such parameter.
  List<Line> of(String name) {
    return lines.getOrDefault(name, List.of());
  }

  /// The names that messages use.
  List<String> names() {
    return lines.values().stream().map(those -> those.getFirst().name()).distinct().toList();
  }

  private void read(String text) {
    if (text.isEmpty() || text.startsWith("#")) {
      return;
    }
    var cells = text.split("\\|", -1);
    if (cells.length != 3) {
      throw new IllegalStateException(
          "expected names | versions | values, got: '%s'".formatted(text));
    }
    var names = words(cells[0]);
    var versions = words(cells[1]).stream().map(Versions::of).toList();
    var values = words(cells[2]).stream().map(Value::of).toList();
    var line = new Line(names.getFirst(), versions, values);
    names.forEach(name -> lines.computeIfAbsent(name, _ -> new ArrayList<>()).add(line));
  }

  private static List<String> words(String cell) {
    return List.of(cell.strip().split("\\s+", -1));
  }

  private static String text() {
    try (var resource = ParameterTable.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException("expected the resource " + RESOURCE);
      }
      return new String(resource.readAllBytes(), UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
