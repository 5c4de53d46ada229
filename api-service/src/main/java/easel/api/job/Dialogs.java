package easel.api.job;

/// Whether what a button of a result asks for can be filled in: only the own session of the account
/// that holds the result can, its second ear.
///
/// @param open whether it is on
/// @param own whether the customer can change that
/// @param remix whether the account is in remix mode, as its owner says
public record Dialogs(boolean open, boolean own, boolean remix) {
  static final Dialogs NONE = new Dialogs(false, false, false);

  /// Whether each button that takes another prompt asks for it, and it can be given.
  boolean askForPrompts() {
    return open && remix;
  }
}
