package easel.worker.track;

import easel.common.message.Reply.AccountState.AccountInfo;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What Midjourney answers to `/info`, to the account alone: lines of a name and what it says of
/// it. A line that is not as expected says nothing.
public final class OwnInfo {
  private static final String TITLE = "your info";
  private static final Pattern SUBSCRIPTION = line("Subscription");
  private static final Pattern FAST_TIME_REMAINING = line("Fast Time Remaining");

  private OwnInfo() {}

  /// What it says that is shown to the account's owner, if the message is such an answer.
  ///
  /// @param at when it was heard
  public static Optional<AccountInfo> saidIn(SeenMessage message, Instant at) {
    return texts(message)
        .map(text -> new AccountInfo(said(SUBSCRIPTION, text), said(FAST_TIME_REMAINING, text), at))
        .filter(info -> info.subscription() != null || info.fastTimeRemaining() != null)
        .findFirst();
  }

  /// The texts of such an answer: no other that is shown to an account alone has such a title,
  /// whatever somebody has written into a prompt.
  static Stream<String> texts(SeenMessage message) {
    if (!message.isEphemeral()) {
      return Stream.empty();
    }
    return message.embeds().stream()
        .filter(embed -> embed.title().strip().toLowerCase(Locale.ROOT).startsWith(TITLE))
        .map(SeenMessage.Embed::description);
  }

  /// What is longer than any that was seen is not kept.
  private static Pattern line(String name) {
    return Pattern.compile(
        "^[* ]*" + name + "[* ]*:[* ]*(?<said>[^\\s*].{0,199}?)[* ]*$",
        Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);
  }

  private static @Nullable String said(Pattern line, String text) {
    return line.matcher(text).results().map(found -> found.group("said")).findFirst().orElse(null);
  }
}
