package easel.simulator.midjourney;

import easel.simulator.settings.Option;
import easel.simulator.settings.Settings;
import easel.simulator.world.Block;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The ways in which Midjourney says no, by the names under which they can be ordered.
// Refusals are immutable, which Error Prone cannot see.
@SuppressWarnings("ImmutableEnumChecker")
public enum RefusalKind {
  INVALID_PARAMETER(Refusal.invalidParameter("Invalid value provided for argument `--ar`")),
  /// The same, said without an embed.
  UNRECOGNIZED_PARAMETER(Refusal.plain("Unrecognized parameter(s): `--sim`")),
  INVALID_LINK(Refusal.red("Invalid link", "Could not fetch the image. Received status code 404")),
  EMPTY_PROMPT(Refusal.red("Empty prompt", "You must provide a prompt.")),
  INVALID_REQUEST(Refusal.red("Invalid request", "Your request could not be processed.")),
  DUPLICATE_IMAGES(
      Refusal.red("Duplicate images detected", "The pictures of a blend must differ.")),
  BANNED_PROMPT(
      Refusal.red(
          "Banned prompt",
          "Sorry! Our AI moderator thinks this prompt is probably against our community standards.")),
  BANNED_PROMPT_DETECTED(Refusal.red("Banned prompt detected", "A word of your prompt is banned.")),
  /// Comes when the job has run.
  OUTPUT_FILTERS(
      Refusal.red(
          "Request cancelled due to output filters",
          "Sorry! The picture may be against our community standards.")),
  QUEUE_FULL(
      Refusal.red(
          "Queue full",
          "Your job queue is full. Please wait for a job to finish, then try again.")),
  SLOW_DOWN(Refusal.yellow("Slow Down!", "You have upscaled this picture already.")),
  ACTION_NEEDED(
      Refusal.red(
              "Action needed to continue",
              "Please press Acknowledge to confirm that you have read our rules.")
          .until("Acknowledge", "MJ::Moderation::Acknowledge"),
      Block.ACTION_NEEDED),
  PENDING_MOD_MESSAGE(
      Refusal.red("Pending mod message", "You have a message from a moderator.")
          .until("Acknowledge", "MJ::Moderation::Acknowledge"),
      Block.PENDING_MOD_MESSAGE),
  BLOCKED(Refusal.red("Blocked", "You have been blocked from using Midjourney."), Block.BLOCKED),
  PLAN_CANCELLED(
      Refusal.red("Plan Cancelled", "Your plan has been cancelled."), Block.PLAN_CANCELLED),
  SUBSCRIPTION_REQUIRED(
      Refusal.red("Subscription required", "Please subscribe with /subscribe to go on."),
      Block.SUBSCRIPTION_REQUIRED),
  SUBSCRIPTION_PAUSED(
      Refusal.red("Subscription paused", "Your subscription is paused."),
      Block.SUBSCRIPTION_PAUSED),
  CREDITS_EXHAUSTED(
      Refusal.red("Credits exhausted", "You have no fast hours left."), Block.CREDITS_EXHAUSTED),
  RESTRICTED(
      Refusal.red("Job action restricted", "You can't do this with your subscription."),
      Block.RESTRICTED),
  INTERNAL_ERROR(Refusal.red("Internal error", "Something went wrong. Please try again later.")),
  SOMETHING_WRONG(
      Refusal.red("Sorry, something went wrong", "We have been notified. Please try again.")),
  FAILED(Refusal.plain("Failed to process your command :confused:"));

  private final Refusal said;
  private final @Nullable Block block;

  RefusalKind(Refusal said) {
    this(said, null);
  }

  RefusalKind(Refusal said, @Nullable Block block) {
    this.said = said;
    this.block = block;
  }

  /// What is said where no time is told.
  Refusal said() {
    return said;
  }

  /// What is said now.
  Refusal said(Settings settings) {
    return this == SLOW_DOWN
        ? said.endingAt(Instant.now().plusMillis(settings.number(Option.SLOW_DOWN_MS)))
        : said;
  }

  /// Why the account can't work any more, null if only the one request is refused.
  @Nullable Block block() {
    return block;
  }

  static RefusalKind of(Block block) {
    return Arrays.stream(values()).filter(kind -> kind.block == block).findFirst().orElse(BLOCKED);
  }

  /// @throws IllegalArgumentException with the known names, if it is none of them
  static RefusalKind named(String name) {
    try {
      return valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "expected refusal to be one of %s, got: '%s'".formatted(List.of(values()), name), e);
    }
  }
}
