package easel.worker.account;

import easel.worker.claim.AccountNotes;
import easel.worker.claim.Written;

/// What was learned about the account, which outlives its owner.
final class Learned {
  private final Services services;
  private final AccountState state;
  private final ClaimWrites writes;
  private AccountNotes.Notes notes = AccountNotes.Notes.NONE;

  Learned(Services services, AccountState state, ClaimWrites writes) {
    this.services = services;
    this.state = state;
    this.writes = writes;
  }

  void load() {
    notes = services.notes().of(state.discordUser);
  }

  AccountNotes.Notes notes() {
    return notes;
  }

  void learn(AccountNotes.Notes learned) {
    if (!learned.equals(notes)) {
      notes = learned;
      writes.write(
          () -> {
            services.notes().write(state.discordUser, learned);
            return Written.DONE;
          },
          () -> {});
    }
  }
}
