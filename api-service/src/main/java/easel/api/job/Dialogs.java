package easel.api.job;

/// Whether what a button of a result asks for can be filled in: only the own session of the account
/// that holds the result can, its second ear.
///
/// @param open whether it is on
/// @param own whether the customer can change that
public record Dialogs(boolean open, boolean own) {
  static final Dialogs NONE = new Dialogs(false, false);
}
