package easel.common.message;

/// Why a job failed: the API's `reason`.
public enum FailReason {
  BANNED_PROMPT,
  INVALID_PARAMETER,
  INVALID_LINK,
  MODERATED,
  QUEUE_FULL,
  NO_ANSWER,
  TIMEOUT,
  STOPPED,
  ACCOUNT_UNAVAILABLE,
  SUBSCRIPTION,
  INTERNAL
}
