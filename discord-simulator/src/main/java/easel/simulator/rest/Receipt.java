package easel.simulator.rest;

import easel.simulator.ledger.Ledger;
import easel.simulator.ledger.LedgerRecord;

/// The ledger's entry for one POST /interactions: written once, when it is known what comes of it.
final class Receipt {
  private final Ledger ledger;
  private final LedgerRecord entry;
  private boolean written;

  Receipt(Ledger ledger, LedgerRecord entry) {
    this.ledger = ledger;
    this.entry = entry;
  }

  /// Midjourney got it. Must be said before Midjourney does anything about it.
  void taken(String outcome) {
    write(outcome, true);
  }

  void refused(String outcome) {
    write(outcome, false);
  }

  private void write(String outcome, boolean taken) {
    if (!written) {
      written = true;
      ledger.append(entry.outcome(outcome).taken(taken));
    }
  }
}
