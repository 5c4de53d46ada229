package easel.api.prompt;

import easel.api.http.Problem;
import easel.api.prompt.ParameterTable.Line;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Refuses prompts whose parameters Midjourney would refuse, as far as that is certain: a valid
/// prompt that is refused is worse than an invalid one that fails later.
@Component
public class Parameters {
  // Midjourney reads a long dash as two short ones. What follows the name at once, such as a comma,
  // is no value that we know how it reads.
  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?<=^|\\s)(?<dash>--|—)(?<name>\\p{L}[\\p{L}\\p{N}_-]*)(?<rest>\\S*)"
              + "(?:\\s+(?!--|—)(?<value>\\S+))?");
  private static final Pattern WITHOUT_SPACE = Pattern.compile("(\\p{L}+)[0-9]+");
  private static final Set<String> OTHER_MODELS = Set.of("niji", "test", "testp", "beta");
  private static final int LONGEST_SHOWN = 40;
  private static final int MOST_TOLD = 5;

  private record Given(String name, boolean isLongDash, boolean isPlain, String value) {
    static Given of(MatchResult match) {
      var value = match.group("value");
      return new Given(
          match.group("name").toLowerCase(Locale.ROOT),
          match.group("dash").equals("—"),
          match.group("rest").isEmpty(),
          value == null ? "" : value);
    }
  }

  /// Which model a prompt names.
  ///
  /// @param version null if it names none by a number
  /// @param isOther whether it names one of another kind
  private record Model(@Nullable BigDecimal version, boolean isOther) {}

  private final ParameterTable table;

  Parameters(PromptProperties properties) {
    this.table = ParameterTable.withMore(properties.parameters());
  }

  /// @throws Problem 400 that says which parameters are at fault, and what they may be
  public void check(String prompt) {
    var given = PARAMETER.matcher(prompt).results().map(Given::of).toList();
    var model = model(given);
    var faults =
        given.stream()
            .flatMap(parameter -> fault(parameter, model).stream())
            .distinct()
            .limit(MOST_TOLD)
            .toList();
    if (!faults.isEmpty()) {
      throw Problem.invalid("prompt", "invalid-parameter", String.join(" ", faults));
    }
  }

  private Optional<String> fault(Given parameter, Model model) {
    var lines = table.of(parameter.name());
    if (lines.isEmpty()) {
      return parameter.isLongDash() ? Optional.empty() : Optional.of(unknown(parameter.name()));
    }
    var counting = counting(lines, model);
    if (counting.isEmpty()) {
      return Optional.of(
          "Midjourney does not take the parameter --%s with --v %s; it takes it with version %s."
              .formatted(
                  parameter.name(), model.version(), lines.getFirst().versions().getFirst()));
    }
    // Braces with a single option stand for that option.
    if (!parameter.isPlain()
        || parameter.value().contains("{")
        || counting.stream().anyMatch(line -> line.takes(parameter.value()))) {
      return Optional.empty();
    }
    var told = counting.stream().map(Line::told).distinct().collect(Collectors.joining(" or "));
    return Optional.of(
        "The parameter --%s takes %s, got %s."
            .formatted(parameter.name(), told, shown(parameter.value())));
  }

  private static List<Line> counting(List<Line> lines, Model model) {
    var version = model.version();
    if (model.isOther()) {
      return lines;
    }
    if (version == null) {
      return lines.subList(0, 1);
    }
    return lines.stream().filter(line -> line.isFor(version)).toList();
  }

  private static Model model(List<Given> given) {
    var isOther = given.stream().anyMatch(parameter -> OTHER_MODELS.contains(parameter.name()));
    var versions =
        given.stream()
            .filter(parameter -> parameter.name().equals("v") || parameter.name().equals("version"))
            .map(Given::value)
            .distinct()
            .toList();
    // Which of several counts is not known.
    return new Model(
        versions.size() == 1 ? number(versions.getFirst()) : null, isOther || versions.size() > 1);
  }

  private static @Nullable BigDecimal number(String version) {
    return version.matches("[0-9]{1,3}(\\.[0-9]{1,3})?") ? new BigDecimal(version) : null;
  }

  private String unknown(String name) {
    var joined = WITHOUT_SPACE.matcher(name);
    if (joined.matches() && !table.of(joined.group(1)).isEmpty()) {
      return "There must be a space between --%s and its value, got --%s."
          .formatted(joined.group(1), shown(name));
    }
    return "Midjourney knows no parameter --%s; it knows --%s."
        .formatted(shown(name), String.join(", --", table.names()));
  }

  private static String shown(String value) {
    if (value.isEmpty()) {
      return "nothing";
    }
    return value.length() <= LONGEST_SHOWN ? value : value.substring(0, LONGEST_SHOWN) + "…";
  }
}
