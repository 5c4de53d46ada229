package easel.worker.track;

import java.util.Optional;
import java.util.regex.Pattern;

/// The numbered texts with which Midjourney answers a describe or a shorten, once it is done: the
/// answer is loading before, and shows the buttons of its texts after.
///
/// @param reading which of the two it is
record Choices(Reading reading, String text) {
  private static final Pattern FIRST = numbered('1');
  private static final Pattern SECOND = numbered('2');
  private static final String DESCRIPTION = "MJ::Job::PicReader::";
  private static final String SHORTENED = "MJ::Job::PromptAnalyzer::";

  private static Pattern numbered(char digit) {
    // A keycap: the digit, how it is to be drawn, and the cap.
    return Pattern.compile("^%c\uFE0F?\u20E3 \\S".formatted(digit), Pattern.MULTILINE);
  }

  /// The texts of a message, if it is such an answer.
  static Optional<Choices> in(SeenMessage message) {
    if (message.isLoading()) {
      return Optional.empty();
    }
    return readingOf(message)
        .flatMap(
            reading ->
                message.embeds().stream()
                    .map(SeenMessage.Embed::description)
                    .filter(text -> FIRST.matcher(text).find() && SECOND.matcher(text).find())
                    .findFirst()
                    .map(text -> new Choices(reading, text)));
  }

  private static Optional<Reading> readingOf(SeenMessage message) {
    if (shows(message, DESCRIPTION)) {
      return Optional.of(Reading.DESCRIPTION);
    }
    return shows(message, SHORTENED) ? Optional.of(Reading.SHORTENED) : Optional.empty();
  }

  private static boolean shows(SeenMessage message, String button) {
    return message.buttons().stream().anyMatch(shown -> shown.customId().startsWith(button));
  }
}
