package easel.api.board;

import easel.api.board.BoardRows.Totals;

/// What a board tells its customer to do next.
enum Next {
  NOTHING,
  /// No account could run a job of the customer.
  LINK,
  /// Shared accounts would run the first job.
  LINK_OR_MAKE,
  /// All is there but a job.
  MAKE;

  /// @param done whether anything was done yet
  static Next of(Totals totals, boolean done) {
    if (totals.accounts() == 0 && !totals.shared()) {
      return LINK;
    }
    if (done || totals.waiting() + totals.running() > 0) {
      return NOTHING;
    }
    return totals.accounts() == 0 ? LINK_OR_MAKE : MAKE;
  }
}
