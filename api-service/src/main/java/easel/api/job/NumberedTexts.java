package easel.api.job;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The texts with which Midjourney answers a describe or a shorten. Each stands in a line that
/// begins with its number, and a button with that number draws it.
final class NumberedTexts {
  private static final Pattern NUMBER =
      Pattern.compile("MJ::Job::(?:PicReader|PromptAnalyzer)::([1-9])");

  private NumberedTexts() {}

  /// Whether the button draws one of the texts.
  static boolean isNumber(String customId) {
    return NUMBER.matcher(customId).matches();
  }

  /// The text that the button draws, where that is known.
  ///
  /// @param texts all of them
  static Optional<String> drawn(String customId, @Nullable String texts) {
    var number = NUMBER.matcher(customId);
    if (texts == null || !number.matches()) {
      return Optional.empty();
    }
    // A keycap: the digit, how it is to be drawn, and the cap.
    var keycap = number.group(1) + "\uFE0F?\u20E3";
    var line = Pattern.compile("^" + keycap + "\\s*(\\S.*)$", Pattern.MULTILINE).matcher(texts);
    return line.find() ? Optional.of(line.group(1).strip()) : Optional.empty();
  }
}
