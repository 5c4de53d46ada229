package easel.api.mj;

import easel.common.message.Button;

/// A button of a finished task. Nothing of it is ever null: clients put it together as text.
///
/// @param emoji where it shows nothing else
/// @param type Discord's number for a button
/// @param style Discord's number for a grey one
record TaskButton(String customId, String emoji, String label, int type, int style) {
  private static final int BUTTON = 2;
  private static final int GREY = 2;

  static TaskButton of(Button button) {
    var label = button.label();
    var isText = label.codePoints().anyMatch(Character::isLetter);
    return new TaskButton(
        button.customId(), isText ? "" : label, isText ? label : "", BUTTON, GREY);
  }
}
