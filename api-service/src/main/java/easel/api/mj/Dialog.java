package easel.api.mj;

import easel.api.http.Problem;
import java.util.regex.Pattern;

/// Buttons that open a dialog at Discord, to be filled in before anything is drawn. Clients expect
/// code 21 and the task's id then, and call `modal` with what is to be filled in. That takes the
/// account's own session at Discord, which Easel does not have yet: nothing is accepted that could
/// not be drawn.
final class Dialog {
  private static final Pattern OPENER =
      Pattern.compile("MJ::(?:CustomZoom|Inpaint|Job::PicReader|Job::PromptAnalyzer)::.*");

  private Dialog() {}

  /// @throws Problem if the button opens one
  static void refuse(String customId) {
    if (OPENER.matcher(customId).matches()) {
      throw Problem.invalid(
          "customId",
          "dialog-not-offered",
          "This button opens a dialog at Discord, which Easel cannot fill in yet.");
    }
  }

  /// No task waits for a dialog, since none is accepted that needs one.
  static Problem notOpen() {
    return Problem.conflict(
        "no-dialog", "This task does not wait for a dialog: Easel cannot fill in dialogs yet.");
  }
}
