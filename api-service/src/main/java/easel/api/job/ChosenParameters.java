package easel.api.job;

import easel.api.http.FieldErrors;
import easel.api.http.Problem;
import easel.api.prompt.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Parameters that are chosen beside a prompt, and put behind it. Each is checked by itself, so
/// that what is wrong with it is said beside its field.
final class ChosenParameters {
  private static final String VERSION = "version";
  private static final String SPEED = "speed";
  private static final List<String> SPEEDS = List.of("fast", "relax", "turbo");
  private static final Pattern DASHES = Pattern.compile("(?:^|\\s)(?:--|—)");

  /// @param field of the form
  /// @param name behind two dashes
  /// @param others that mean the same
  private record Choice(String field, String name, List<String> others, boolean isOneWord) {
    static Choice word(String field, String name, String... others) {
      return new Choice(field, name, List.of(others), true);
    }

    boolean isIn(String prompt) {
      return names().anyMatch(name -> isParameterOf(prompt, name));
    }

    private Stream<String> names() {
      return Stream.concat(Stream.of(name), others.stream());
    }
  }

  private static final List<Choice> CHOICES =
      List.of(
          Choice.word("ratio", "ar", "aspect"),
          Choice.word(VERSION, "v", "version"),
          Choice.word("stylize", "stylize", "s"),
          Choice.word("chaos", "chaos", "c"),
          Choice.word("seed", "seed", "sameseed"),
          new Choice("no", "no", List.of(), false));

  private final Parameters parameters;

  ChosenParameters(Parameters parameters) {
    this.parameters = parameters;
  }

  /// The prompt with what was chosen.
  ///
  /// @param typed by the names of the form's fields
  /// @param errors told what is wrong
  String behind(String prompt, Map<String, String> typed, FieldErrors errors) {
    var words = new ArrayList<String>();
    words.add(prompt.strip());
    for (var choice : CHOICES) {
      var value = value(typed, choice.field());
      if (!value.isEmpty() && isSound(choice, value, prompt, typed, errors)) {
        words.add("--" + choice.name() + " " + value);
      }
    }
    addSpeed(prompt, value(typed, SPEED), words, errors);
    return String.join(" ", words);
  }

  private boolean isSound(
      Choice choice, String value, String prompt, Map<String, String> typed, FieldErrors errors) {
    var field = choice.field();
    if (choice.isIn(prompt)) {
      errors.invalid(
          field, "The prompt itself has --%s: choose it in one place.".formatted(choice.name()));
      return false;
    }
    if (DASHES.matcher(value).find() || (choice.isOneWord() && value.matches(".*\\s.*"))) {
      errors.invalid(
          field,
          choice.isOneWord() ? "One value is expected." : "No further parameters are expected.");
      return false;
    }
    try {
      parameters.check("a --" + choice.name() + " " + value + version(field, typed));
      return true;
    } catch (Problem refused) {
      errors.invalid(field, refused.detail());
      return false;
    }
  }

  // Which values are taken depends on the version, whose own faults are told beside itself.
  private String version(String field, Map<String, String> typed) {
    var version = value(typed, VERSION);
    if (field.equals(VERSION) || version.isEmpty() || version.matches(".*\\s.*")) {
      return "";
    }
    var said = " --v " + version;
    try {
      parameters.check("a" + said);
      return said;
    } catch (Problem _) {
      return "";
    }
  }

  private static void addSpeed(
      String prompt, String speed, List<String> words, FieldErrors errors) {
    if (speed.isEmpty()) {
      return;
    }
    if (!SPEEDS.contains(speed)) {
      errors.invalid(SPEED, "Expected fast, relax or turbo.");
    } else if (SPEEDS.stream().anyMatch(name -> isParameterOf(prompt, name))) {
      errors.invalid(SPEED, "The prompt itself says how fast: choose it in one place.");
    } else {
      words.add("--" + speed);
    }
  }

  private static boolean isParameterOf(String prompt, String name) {
    return Pattern.compile(
            "(?:^|\\s)(?:--|—)" + Pattern.quote(name) + "(?=\\s|$)", Pattern.CASE_INSENSITIVE)
        .matcher(prompt)
        .find();
  }

  private static String value(Map<String, String> typed, String field) {
    return typed.getOrDefault(field, "").strip();
  }
}
