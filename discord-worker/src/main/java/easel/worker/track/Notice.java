package easel.worker.track;

import easel.common.message.FailReason;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What Midjourney says in place of drawing: read off the title of an embed, its colour, or a plain
/// text.
public sealed interface Notice {
  /// Whether it is said of a picture after it was drawn.
  default boolean isOfWhatWasDrawn() {
    return this instanceof RequestRefused(var reason, _) && reason == FailReason.MODERATED;
  }

  /// It is not drawn.
  sealed interface Refusal extends Notice {
    FailReason reason();

    /// Midjourney's own, on one line.
    String words();
  }

  /// The request is not done; another may be.
  record RequestRefused(FailReason reason, String words) implements Refusal {}

  /// The account can do nothing.
  ///
  /// @param until when that ends by itself; null where somebody has to see to it
  record AccountRefused(FailReason reason, String words, @Nullable Instant until)
      implements Refusal {}

  /// It is taken, and begins when others have ended.
  record Queued() implements Notice {}

  int RED = 16_711_680;
  int MOST_WORDS = 400;
  String QUEUED = "job queued";
  Pattern TIME = Pattern.compile("<t:(?<second>-?\\d{1,11})(?::[tTdDfFR])?>");
  Pattern MENTION = Pattern.compile("<[@#][!&]?\\d+>");

  /// What is wrong with a request, by the title in lower case.
  Map<String, FailReason> OF_REQUEST =
      Map.ofEntries(
          Map.entry("invalid parameter", FailReason.INVALID_PARAMETER),
          Map.entry("invalid request", FailReason.INVALID_PARAMETER),
          Map.entry("empty prompt", FailReason.INVALID_PARAMETER),
          Map.entry("duplicate images detected", FailReason.INVALID_PARAMETER),
          Map.entry("invalid link", FailReason.INVALID_LINK),
          Map.entry("banned prompt", FailReason.BANNED_PROMPT),
          Map.entry("banned prompt detected", FailReason.BANNED_PROMPT),
          Map.entry("request cancelled due to output filters", FailReason.MODERATED),
          Map.entry("queue full", FailReason.QUEUE_FULL),
          Map.entry("slow down", FailReason.QUEUE_FULL),
          Map.entry("internal error", FailReason.INTERNAL),
          Map.entry("sorry, something went wrong", FailReason.INTERNAL));

  /// What is wrong with an account, by the title in lower case.
  Map<String, FailReason> OF_ACCOUNT =
      Map.of(
          "action needed to continue", FailReason.ACCOUNT_UNAVAILABLE,
          "pending mod message", FailReason.ACCOUNT_UNAVAILABLE,
          "blocked", FailReason.ACCOUNT_UNAVAILABLE,
          "job action restricted", FailReason.ACCOUNT_UNAVAILABLE,
          "plan cancelled", FailReason.SUBSCRIPTION,
          "subscription required", FailReason.SUBSCRIPTION,
          "subscription paused", FailReason.SUBSCRIPTION,
          "credits exhausted", FailReason.SUBSCRIPTION);

  /// What is wrong, by how a plain text begins.
  Map<String, FailReason> OF_TEXT =
      Map.of(
          "Unrecognized parameter(s)", FailReason.INVALID_PARAMETER,
          "Failed", FailReason.INTERNAL);

  /// The notice that a message is, if it is one.
  static Optional<Notice> of(SeenMessage message) {
    return message.embeds().stream()
        .flatMap(embed -> of(embed).stream())
        .findFirst()
        .or(() -> ofText(message.content()));
  }

  private static Optional<Notice> of(SeenMessage.Embed embed) {
    var title = embed.title().strip().toLowerCase(Locale.ROOT).replaceFirst("[.!:…]+$", "");
    if (title.equals(QUEUED)) {
      return Optional.of(new Queued());
    }
    var ofAccount = OF_ACCOUNT.get(title);
    if (ofAccount != null) {
      return Optional.of(new AccountRefused(ofAccount, words(embed), until(embed.description())));
    }
    var ofRequest = OF_REQUEST.get(title);
    if (ofRequest != null) {
      return Optional.of(new RequestRefused(ofRequest, words(embed)));
    }
    // Midjourney has more to say than is known: what is red has failed.
    return embed.color() == RED && !title.isEmpty()
        ? Optional.of(new RequestRefused(FailReason.INTERNAL, words(embed)))
        : Optional.empty();
  }

  private static Optional<Notice> ofText(@Nullable String content) {
    return content == null
        ? Optional.empty()
        : OF_TEXT.entrySet().stream()
            .filter(known -> content.startsWith(known.getKey()))
            .findFirst()
            .map(known -> new RequestRefused(known.getValue(), plain(content)));
  }

  private static String words(SeenMessage.Embed embed) {
    return plain(
        embed.description().isBlank()
            ? embed.title()
            : embed.title().strip() + ": " + embed.description());
  }

  private static @Nullable Instant until(String text) {
    return TIME.matcher(text)
        .results()
        .findFirst()
        .map(time -> at(time.group("second")))
        .orElse(null);
  }

  private static Instant at(String second) {
    return Instant.ofEpochSecond(Long.parseLong(second));
  }

  /// On one line, without marks that only Discord's own programs show.
  private static String plain(String text) {
    var timed = TIME.matcher(text).replaceAll(time -> at(time.group("second")).toString());
    var line =
        MENTION.matcher(timed).replaceAll("").replace("**", "").replaceAll("\\s+", " ").strip();
    return line.length() > MOST_WORDS ? line.substring(0, MOST_WORDS) + "…" : line;
  }
}
