package easel.worker.track;

import easel.common.message.Reply.AccountState.Mode;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the text of a message of Midjourney says: exactly one of these.
public sealed interface Text {
  /// The job has begun, or waits at Midjourney.
  ///
  /// @param plain whether nothing says that it acts on another picture
  record Started(String user, boolean plain) implements Text {}

  /// @param mode null where it is not said
  record Progressed(String user, int percent, boolean plain, @Nullable Mode mode) implements Text {}

  /// @param plain whether nothing says that it acts on another picture
  record Stopped(String user, boolean plain) implements Text {}

  /// @param mode null where it is not said
  record Finished(String user, Result result, @Nullable Mode mode) implements Text {}

  /// None of Midjourney's forms.
  record Other() implements Text {}

  /// In which mode it is drawn, where that is said.
  default @Nullable Mode mode() {
    return null;
  }

  // A prompt may hold line breaks and stars itself: DOTALL, and greedy up to the last " - ".
  String PROMPT = "\\*\\*.*\\*\\*";
  String USER = "<@!?(?<user>\\d+)>";
  String MODE = " \\((?<mode>fast|relaxed|turbo)(?:, stealth)?\\)";
  String WEBSITE = "(?: \\[[^\\]]*\\]\\(<?[^)\\s]*>?\\)| \\([^()]*website[^()]*\\))?";
  String LABEL = "(?:(?<label>[A-Z][A-Za-z ]*(?: \\([A-Za-z0-9]+\\))?) by )?";

  Pattern WAITING =
      form(
          "(?:(?<verb>Upscaling|Making variations for|Rerolling)(?: image #\\d with(?: prompt)?)? "
              + "|Creating video with prompt )?"
              + PROMPT
              + " - "
              + LABEL
              + USER
              + " \\(Waiting to start\\)");
  Pattern PROGRESS =
      form(PROMPT + " - " + LABEL + USER + " \\((?<percent>\\d{1,3})%\\)(?:" + MODE + ")?");
  Pattern STOPPED =
      form(PROMPT + " - (?<before>.*)" + USER + ".* \\((?:Stopped|paused)\\)(?:" + MODE + ")?");
  Pattern GRID = form(PROMPT + " - " + USER + WEBSITE + MODE);
  Pattern ONE_OF_FOUR = form(PROMPT + " - Image #(?<n>[1-4]) " + USER);
  Pattern LABELLED =
      form(
          PROMPT
              + " - (?<kind>Variations|Remix|Zoom Out|Pan|Upscaled)"
              + "(?: \\((?<detail>[A-Za-z0-9]+)\\)| (?<way>Left|Right|Up|Down))? by "
              + USER
              + WEBSITE
              + MODE);

  private static Pattern form(String regex) {
    return Pattern.compile(regex, Pattern.DOTALL);
  }

  static Text of(@Nullable String content) {
    if (content == null || content.isEmpty()) {
      return new Other();
    }
    return Stream.<Function<String, Optional<Text>>>of(
            text ->
                match(WAITING, text)
                    .map(
                        found ->
                            new Started(
                                found.group("user"),
                                found.group("verb") == null && found.group("label") == null)),
            text ->
                match(PROGRESS, text)
                    .map(
                        found ->
                            new Progressed(
                                found.group("user"),
                                Math.min(100, Integer.parseInt(found.group("percent"))),
                                found.group("label") == null,
                                mode(found))),
            text ->
                match(STOPPED, text)
                    .map(
                        found -> new Stopped(found.group("user"), found.group("before").isEmpty())),
            text -> match(GRID, text).map(found -> finished(found, new Result.Grid(), mode(found))),
            text ->
                match(ONE_OF_FOUR, text)
                    .map(
                        found ->
                            finished(
                                found,
                                new Result.OneOfFour(Integer.parseInt(found.group("n"))),
                                null)),
            text -> match(LABELLED, text).map(Text::labelled))
        .flatMap(form -> form.apply(content).stream())
        .findFirst()
        .orElseGet(Other::new);
  }

  private static Optional<Matcher> match(Pattern form, String content) {
    var matcher = form.matcher(content);
    return matcher.matches() ? Optional.of(matcher) : Optional.empty();
  }

  private static Finished finished(Matcher found, Result result, @Nullable Mode mode) {
    return new Finished(found.group("user"), result, mode);
  }

  private static @Nullable Mode mode(Matcher found) {
    return switch (found.group("mode")) {
      case "fast" -> Mode.FAST;
      case "relaxed" -> Mode.RELAX;
      case "turbo" -> Mode.TURBO;
      case null, default -> null;
    };
  }

  private static Text labelled(Matcher matcher) {
    var detail = matcher.group("detail");
    var way = matcher.group("way");
    return switch (matcher.group("kind")) {
      case "Variations", "Remix" -> finished(matcher, new Result.Variation(detail), mode(matcher));
      case "Zoom Out" -> finished(matcher, new Result.Zoom(), mode(matcher));
      case "Pan" ->
          way == null ? new Other() : finished(matcher, new Result.Pan(way), mode(matcher));
      default -> finished(matcher, new Result.Upscale(detail), mode(matcher));
    };
  }
}
