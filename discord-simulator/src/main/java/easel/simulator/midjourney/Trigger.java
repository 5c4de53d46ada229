package easel.simulator.midjourney;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Words in a prompt that make Midjourney behave in a certain way.
// Lists of texts are immutable, which Error Prone cannot see.
@SuppressWarnings("ImmutableEnumChecker")
public enum Trigger {
  INVALID_PARAMETER(List.of("sim-invalid-parameter"), RefusalKind.INVALID_PARAMETER),
  UNRECOGNIZED_PARAMETER(List.of("sim-unrecognized"), RefusalKind.UNRECOGNIZED_PARAMETER),
  INVALID_LINK(List.of("sim-invalid-link"), RefusalKind.INVALID_LINK),
  EMPTY_PROMPT(List.of("sim-empty-prompt"), RefusalKind.EMPTY_PROMPT),
  INVALID_REQUEST(List.of("sim-invalid-request"), RefusalKind.INVALID_REQUEST),
  DUPLICATE_IMAGES(List.of("sim-duplicate-images"), RefusalKind.DUPLICATE_IMAGES),
  BANNED(List.of("sim-banned", "gore"), RefusalKind.BANNED_PROMPT),
  BANNED_DETECTED(List.of("sim-detected"), RefusalKind.BANNED_PROMPT_DETECTED),
  QUEUE_FULL(List.of("sim-queue-full"), RefusalKind.QUEUE_FULL),
  SLOW_DOWN(List.of("sim-slow-down"), RefusalKind.SLOW_DOWN),
  ACTION_NEEDED(List.of("sim-action-needed"), RefusalKind.ACTION_NEEDED),
  PENDING_MOD_MESSAGE(List.of("sim-pending-mod"), RefusalKind.PENDING_MOD_MESSAGE),
  BLOCKED(List.of("sim-blocked"), RefusalKind.BLOCKED),
  PLAN_CANCELLED(List.of("sim-plan-cancelled"), RefusalKind.PLAN_CANCELLED),
  SUBSCRIPTION_REQUIRED(List.of("sim-subscription-required"), RefusalKind.SUBSCRIPTION_REQUIRED),
  SUBSCRIPTION_PAUSED(List.of("sim-subscription-paused"), RefusalKind.SUBSCRIPTION_PAUSED),
  CREDITS_EXHAUSTED(List.of("sim-credits-exhausted"), RefusalKind.CREDITS_EXHAUSTED),
  RESTRICTED(List.of("sim-restricted"), RefusalKind.RESTRICTED),
  INTERNAL_ERROR(List.of("sim-internal-error"), RefusalKind.INTERNAL_ERROR),
  SOMETHING_WRONG(List.of("sim-something-wrong"), RefusalKind.SOMETHING_WRONG),
  FAILED(List.of("sim-failed"), RefusalKind.FAILED),
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
  private final @Nullable RefusalKind refusal;

  Trigger(List<String> words, @Nullable RefusalKind refusal) {
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

  static @Nullable RefusalKind refusalOf(Set<Trigger> triggers) {
    for (var trigger : triggers) {
      if (trigger.refusal != null) {
        return trigger.refusal;
      }
    }
    return null;
  }
}
