package easel.api.job;

import easel.api.digest.Sha256;
import easel.api.page.Moment;
import easel.api.page.Span;
import easel.common.message.FailReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// All that the page of one job shows beside the result.
///
/// @param text the prompt without its parameters
/// @param waits why it waits, null unless it does
/// @param failure null unless it failed
/// @param sent whether Midjourney was asked, in words
/// @param took from its acceptance to its end
/// @param retried the job as which it was submitted again
/// @param retryOf the job that this one is again
/// @param retry whether it can be submitted again
/// @param dialogs whether what the buttons of its result ask for can be filled in
record JobPage(
    String id,
    Badge badge,
    boolean ended,
    int progress,
    String operation,
    @Nullable String button,
    @Nullable String text,
    List<Parameter> parameters,
    @Nullable String preview,
    @Nullable String waits,
    @Nullable Failure failure,
    String sent,
    Moment created,
    @Nullable String took,
    List<Timeline.Entry> timeline,
    List<Raw> trace,
    @Nullable String originating,
    @Nullable String retried,
    @Nullable String retryOf,
    Retries.Offer retry,
    Dialogs dialogs) {
  private static final int LONGEST_TITLE = 60;

  // Possessive: else each word of a value would take of the stack, which has an end.
  private static final Pattern PARAMETER =
      Pattern.compile("(?:^|\\s)(?:--|—|–)([A-Za-z]+)((?:\\s++(?!--|—|–)\\S++)*+)");

  JobPage {
    parameters = List.copyOf(parameters);
    timeline = List.copyOf(timeline);
    trace = List.copyOf(trace);
  }

  /// A state in words, and how it looks.
  record Badge(String text, String look) {
    static Badge of(Status status) {
      return switch (status) {
        case QUEUED -> new Badge("Queued", "");
        case PROCESSING -> new Badge("Processing", "live");
        case DONE -> new Badge("Done", "good");
        case FAIL -> new Badge("Failed", "bad");
        case CANCELLED -> new Badge("Cancelled", "warn");
      };
    }
  }

  record Parameter(String name, String value) {}

  record Failure(String reason, String meaning, @Nullable String error) {
    static Failure of(FailReason reason, @Nullable String error) {
      return new Failure(reason.name(), meaningOf(reason), error);
    }
  }

  /// A step of the trace as it is.
  record Raw(
      String step,
      String at,
      @Nullable Long account,
      @Nullable Integer progress,
      @Nullable String message,
      @Nullable String channel,
      @Nullable String detail) {
    static Raw of(TraceStep step) {
      return new Raw(
          step.step(),
          step.at().toString(),
          step.account(),
          step.progress(),
          step.discordMessageId(),
          step.discordChannelId(),
          step.detail());
    }
  }

  static List<Parameter> parametersOf(String prompt) {
    var found = new ArrayList<Parameter>();
    var matcher = PARAMETER.matcher(prompt);
    while (matcher.find()) {
      found.add(new Parameter(matcher.group(1), matcher.group(2).strip()));
    }
    return found;
  }

  static String textOf(String prompt) {
    return PARAMETER.matcher(prompt).replaceAll("").strip();
  }

  static @Nullable String took(Job job) {
    var finished = job.finishedAt();
    return finished == null ? null : Span.exact(Duration.between(job.createdAt(), finished));
  }

  static String sentOf(Job job) {
    var sent = job.sent();
    if (sent == null) {
      return job.status().hasEnded()
          ? "could not be found out whether Midjourney was asked; it is never asked again"
          : "being sent";
    }
    return sent ? "yes, Midjourney was asked" : "no, Midjourney was never asked";
  }

  /// What the page is called: the beginning of its prompt, or what it is where it has none.
  public String title() {
    return title(text, operation, button);
  }

  static String title(@Nullable String text, String operation, @Nullable String button) {
    if (text == null || text.isBlank()) {
      return button == null ? operation : operation + " " + button;
    }
    return text.length() <= LONGEST_TITLE
        ? text
        : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, LONGEST_TITLE)))
            + "…";
  }

  /// Stands for all that is shown: two that are equal look the same.
  public String version() {
    return Sha256.of(toString()).hex().substring(0, 16);
  }

  static String meaningOf(FailReason reason) {
    return switch (reason) {
      case BANNED_PROMPT -> "Midjourney does not take a word of the prompt.";
      case INVALID_PARAMETER -> "Midjourney does not take a parameter of the prompt.";
      case INVALID_LINK -> "Midjourney could not fetch a picture that was named.";
      case MODERATED -> "Midjourney's moderation stopped it.";
      case QUEUE_FULL -> "The account had as many jobs at Midjourney as it may have.";
      case NO_ANSWER -> "Midjourney did not answer.";
      case TIMEOUT -> "Midjourney began and then said nothing for too long.";
      case STOPPED -> "Somebody stopped it at Discord.";
      case ACCOUNT_UNAVAILABLE -> "The account that had to run it could not.";
      case SUBSCRIPTION -> "The account's subscription does not allow it.";
      case INTERNAL -> "A mistake inside Easel.";
    };
  }
}
