package easel.api.account;

import easel.common.id.AccountId;
import easel.common.message.Reply.AccountState.Status;

/// A linked account as others may show it: without any token, sealed or not.
///
/// @param usable whether it takes jobs now
/// @param atOnce the most jobs at once
public record LinkedAccount(
    AccountId id,
    String label,
    String server,
    String channel,
    boolean usable,
    int atOnce,
    int running,
    int waiting) {
  static LinkedAccount of(Account account) {
    return new LinkedAccount(
        account.id(),
        account.label(),
        account.server(),
        account.channel(),
        account.active() && account.status() == Status.READY,
        account.atOnce(),
        account.running(),
        account.waiting());
  }
}
