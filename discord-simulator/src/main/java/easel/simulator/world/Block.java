package easel.simulator.world;

/// Why an account can't work until its owner acts, or until a time that it is told.
public enum Block {
  BLOCKED,
  PLAN_CANCELLED,
  SUBSCRIPTION_REQUIRED,
  SUBSCRIPTION_PAUSED,
  CREDITS_EXHAUSTED,
  RESTRICTED,
  ACTION_NEEDED,
  PENDING_MOD_MESSAGE,
  /// Discord itself wants the account verified: 403 code 40002.
  UNVERIFIED
}
