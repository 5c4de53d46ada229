package easel.api.audit;

/// What can be done that is noted. The names are kept with the notes.
public enum Kind {
  OPERATOR_SIGNED_IN("Operator signed in"),
  CUSTOMER_MADE("Customer made"),
  CUSTOMER_RENAMED("Customer renamed"),
  PLAN_CHANGED("Plan changed"),
  CUSTOMER_DEACTIVATED("Customer deactivated"),
  CUSTOMER_ACTIVATED("Customer activated"),
  KEY_MADE("Key made"),
  KEY_REVOKED("Key revoked"),
  ACCOUNT_LINKED("Account linked"),
  ACCOUNT_CHANGED("Account changed"),
  LIMIT_CHANGED("Limit changed"),
  ACCOUNT_PAUSED("Account paused"),
  ACCOUNT_RESUMED("Account resumed"),
  ACCOUNT_CHECKED("Account to be tried again"),
  TOKEN_REPLACED("Token replaced"),
  ACCOUNT_UNLINKED("Account unlinked"),
  QUEUE_PAUSED("Queue paused"),
  QUEUE_RESUMED("Queue resumed"),
  QUEUE_CANCELLED("All jobs of a queue cancelled"),
  WAITING_CANCELLED("All waiting jobs of a queue cancelled"),
  JOB_CANCELLED("Job cancelled"),
  JOBS_CANCELLED("Several jobs cancelled"),
  JOBS_RETRIED("Several jobs retried"),
  WEBHOOK_SET("Webhook set"),
  WEBHOOK_REMOVED("Webhook removed"),
  SECRET_SHOWN("Webhook's secret shown"),
  SECRET_ROTATED("Webhook's secret rotated"),
  WEBHOOK_TESTED("Webhook tested"),
  DELIVERY_REPLAYED("Delivery sent again"),
  WORDS_CHANGED("Banned words changed");

  private final String told;

  Kind(String told) {
    this.told = told;
  }

  /// As people are told.
  public String told() {
    return told;
  }
}
