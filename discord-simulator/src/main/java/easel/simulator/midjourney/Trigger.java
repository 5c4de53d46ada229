package easel.simulator.midjourney;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Words in a prompt that make Midjourney behave in a certain way.
// Lists and records of texts are immutable, which Error Prone cannot see.
@SuppressWarnings("ImmutableEnumChecker")
public enum Trigger {
  BANNED(
      List.of("sim-banned", "gore"),
      Refusal.red(
          "Banned prompt",
          "Sorry! Our AI moderator thinks this prompt is probably against our community standards.")),
  BANNED_DETECTED(
      List.of("sim-detected"),
      Refusal.red("Banned prompt detected", "The word `sim-detected` is banned.")),
  INVALID_LINK(
      List.of("sim-invalid-link"),
      Refusal.red("Invalid link", "Could not fetch the image. Received status code 404")),
  INVALID_REQUEST(
      List.of("sim-invalid-request"),
      Refusal.red("Invalid request", "Your request could not be processed.")),
  DUPLICATE_IMAGES(
      List.of("sim-duplicate-images"),
      Refusal.red("Duplicate images detected", "The pictures of a blend must differ.")),
  QUEUE_FULL(
      List.of("sim-queue-full"),
      Refusal.red("Queue full", "Your job queue is full. Please wait for a job to finish first.")),
  ACTION_NEEDED(List.of("sim-action-needed"), Refusals.ACTION_NEEDED),
  PENDING_MOD_MESSAGE(List.of("sim-pending-mod"), Refusals.PENDING_MOD_MESSAGE),
  BLOCKED(List.of("sim-blocked"), Refusals.BLOCKED),
  PLAN_CANCELLED(List.of("sim-plan-cancelled"), Refusals.PLAN_CANCELLED),
  SUBSCRIPTION_REQUIRED(List.of("sim-subscription-required"), Refusals.SUBSCRIPTION_REQUIRED),
  SUBSCRIPTION_PAUSED(List.of("sim-subscription-paused"), Refusals.SUBSCRIPTION_PAUSED),
  CREDITS_EXHAUSTED(List.of("sim-credits-exhausted"), Refusals.CREDITS_EXHAUSTED),
  RESTRICTED(List.of("sim-restricted"), Refusals.RESTRICTED),
  INTERNAL_ERROR(
      List.of("sim-internal-error"),
      Refusal.red("Internal error", "Something went wrong. Please try again later.")),
  SOMETHING_WRONG(
      List.of("sim-something-wrong"),
      Refusal.red("Sorry, something went wrong", "We have been notified. Please try again.")),
  FAILED(List.of("sim-failed"), Refusal.plain("Failed to process your command :confused:")),
  /// Takes the command, then never says a word.
  SILENT(List.of("sim-silent"), null),
  /// Starts, then refuses what it has drawn.
  FILTERED(List.of("sim-filtered"), null),
  /// Starts, then deletes the first message and says nothing more.
  VANISH(List.of("sim-vanish"), null),
  /// Starts and never ends.
  STALL(List.of("sim-stall"), null),
  /// All of the job is ephemeral.
  HIDDEN(List.of("sim-hidden"), null),
  /// The start is public, the final ephemeral.
  HIDDEN_FINAL(List.of("sim-final-hidden"), null);

  private static final Pattern NO_WORD = Pattern.compile("[^a-z0-9-]+");

  private final List<String> words;
  private final @Nullable Refusal refusal;

  Trigger(List<String> words, @Nullable Refusal refusal) {
    this.words = words;
    this.refusal = refusal;
  }

  public List<String> words() {
    return words;
  }

  /// The triggers whose words are in the prompt, as words of their own.
  static Set<Trigger> in(String prompt) {
    var found = EnumSet.noneOf(Trigger.class);
    var words = NO_WORD.splitAsStream(prompt.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    for (var trigger : values()) {
      if (trigger.words.stream().anyMatch(words::contains)) {
        found.add(trigger);
      }
    }
    return found;
  }

  static @Nullable Refusal refusalOf(Set<Trigger> triggers) {
    for (var trigger : triggers) {
      if (trigger.refusal != null) {
        return trigger.refusal;
      }
    }
    return null;
  }
}
