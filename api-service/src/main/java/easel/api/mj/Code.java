package easel.api.mj;

/// What a client reads first in an answer.
enum Code {
  SENT_ON(1),
  /// Some gateways stop using an address that answers so: only where no account is linked at all.
  NO_ACCOUNT(3),
  INVALID(4),
  FAILURE(9),
  /// What a button asks for is given with `modal`.
  DIALOG(21),
  QUEUED(22),
  BANNED_WORD(24);

  private final int number;

  Code(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
