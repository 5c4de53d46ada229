package easel.common.crypto;

import easel.common.id.AccountId;

/// What secrets are sealed for (see {@link Sealer#seal}).
public final class SealedFor {
  private SealedFor() {}

  /// The account's own Discord token.
  public static String userToken(AccountId account) {
    return "account/" + account + "/user-token";
  }

  /// The token of the bot that listens for the account.
  public static String botToken(AccountId account) {
    return "account/" + account + "/bot-token";
  }

  /// What a customer's webhooks are signed with.
  public static String webhookSecret(long customer) {
    return "customer/" + customer + "/webhook-secret";
  }

  /// The account's own token while it is only checked.
  public static String checkedUserToken(String request) {
    return "check/" + request + "/user-token";
  }

  /// The bot's token while it is only checked.
  public static String checkedBotToken(String request) {
    return "check/" + request + "/bot-token";
  }
}
