package easel.api.account;

import easel.api.audit.Audit;
import easel.api.audit.Fact;
import easel.api.audit.Kind;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/// Notes what is done with accounts, each thing by itself; of a token only that it was replaced.
@Component
class AccountNotes {
  private final Audit audit;

  AccountNotes(Audit audit) {
    this.audit = audit;
  }

  void linked(Account account) {
    note(
        account,
        Kind.ACCOUNT_LINKED,
        List.of(
            Fact.of("label", null, account.label()),
            Fact.of("plan", null, account.midjourneyPlan()),
            Fact.of("limit", null, account.concurrency())));
  }

  void changed(Account before, Account after) {
    var facts =
        Fact.changed(
            Fact.of("label", before.label(), after.label()),
            Fact.of("plan", before.midjourneyPlan(), after.midjourneyPlan()),
            Fact.of("second ear", before.secondEar(), after.secondEar()),
            Fact.of("remix", before.remix(), after.remix()));
    if (!facts.isEmpty()) {
      note(after, Kind.ACCOUNT_CHANGED, facts);
    }
    var limit = Fact.changed(Fact.of("limit", before.concurrency(), after.concurrency()));
    if (!limit.isEmpty()) {
      note(after, Kind.LIMIT_CHANGED, limit);
    }
    if (before.active() != after.active()) {
      note(after, after.active() ? Kind.ACCOUNT_RESUMED : Kind.ACCOUNT_PAUSED, List.of());
    }
    if (before.checks() != after.checks()) {
      note(after, Kind.ACCOUNT_CHECKED, List.of());
    }
    if (!before.sealedUserToken().equals(after.sealedUserToken())) {
      note(after, Kind.TOKEN_REPLACED, List.of(Fact.of("which", null, "user token")));
    }
    if (!Objects.equals(before.sealedBotToken(), after.sealedBotToken())) {
      note(after, Kind.TOKEN_REPLACED, List.of(Fact.of("which", null, "bot token")));
    }
  }

  void unlinked(Account account) {
    note(account, Kind.ACCOUNT_UNLINKED, List.of(Fact.of("label", account.label(), null)));
  }

  private void note(Account account, Kind kind, List<Fact> facts) {
    audit.note(account.customer(), kind, "account " + account.id(), facts);
  }
}
