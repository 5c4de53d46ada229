package easel.simulator.midjourney;

import easel.simulator.world.Block;

/// Refusals that concern the account, whatever it asks for.
final class Refusals {
  static final Refusal ACTION_NEEDED =
      Refusal.red(
              "Action needed to continue",
              "Please press Acknowledge to confirm that you have read our rules.")
          .until("Acknowledge", "MJ::Moderation::Acknowledge");
  static final Refusal PENDING_MOD_MESSAGE =
      Refusal.red("Pending mod message", "You have a message from a moderator.")
          .until("Acknowledge", "MJ::Moderation::Acknowledge");
  static final Refusal BLOCKED =
      Refusal.red("Blocked", "You have been blocked from using Midjourney.");
  static final Refusal PLAN_CANCELLED =
      Refusal.red("Plan Cancelled", "Your plan has been cancelled.");
  static final Refusal SUBSCRIPTION_REQUIRED =
      Refusal.red("Subscription required", "Please subscribe with /subscribe to go on.");
  static final Refusal SUBSCRIPTION_PAUSED =
      Refusal.red("Subscription paused", "Your subscription is paused.");
  static final Refusal CREDITS_EXHAUSTED =
      Refusal.red("Credits exhausted", "You have no fast hours left.");
  static final Refusal RESTRICTED =
      Refusal.red("Job action restricted", "You can't do this with your subscription.");

  private Refusals() {}

  static Refusal of(Block block) {
    return switch (block) {
      case BLOCKED, UNVERIFIED -> BLOCKED;
      case PLAN_CANCELLED -> PLAN_CANCELLED;
      case SUBSCRIPTION_REQUIRED -> SUBSCRIPTION_REQUIRED;
      case SUBSCRIPTION_PAUSED -> SUBSCRIPTION_PAUSED;
      case CREDITS_EXHAUSTED -> CREDITS_EXHAUSTED;
      case RESTRICTED -> RESTRICTED;
      case ACTION_NEEDED -> ACTION_NEEDED;
      case PENDING_MOD_MESSAGE -> PENDING_MOD_MESSAGE;
    };
  }
}
