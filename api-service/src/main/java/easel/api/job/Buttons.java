package easel.api.job;

import easel.api.http.Problem;
import easel.common.message.Button;
import easel.common.message.Pressing;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the button that a customer means among those that a finished message offers, and says why
/// some cannot be pressed here.
final class Buttons {
  // Asks for an emoji to be drawn in colour; some clients send it, some leave it out.
  private static final String VARIATION_SELECTOR = "\uFE0F";

  private Buttons() {}

  static Optional<Button> find(List<Button> offered, ButtonName name) {
    return switch (name) {
      case ButtonName.Label(var text) -> find(offered, text);
      case ButtonName.CustomId(var id) ->
          offered.stream().filter(button -> button.customId().equals(id)).findFirst();
    };
  }

  static Optional<Button> find(List<Button> offered, String label) {
    return offered.stream()
        .filter(button -> plain(button.label()).equals(plain(label)))
        .findFirst();
  }

  /// Whether it is the button below a running job that stops it.
  static boolean isCancel(String label) {
    return plain(label).equals("Cancel Job");
  }

  /// @param hasMask whether a region of the picture is marked
  /// @param hasSecondEar whether dialogs of the account that holds the picture can be filled in
  /// @throws Problem 409 if the press could not become one job with a result of its own, 400 if it
  ///   lacks the mask that it needs
  static void requirePressable(
      Button button, @Nullable String prompt, boolean hasMask, boolean hasSecondEar) {
    var label = button.label();
    if (hasMask && button.pressing() != Pressing.WEB_PAGE) {
      throw Problem.conflict("button-takes-no-mask", "%s takes no mask.".formatted(label));
    }
    switch (button.pressing()) {
      case DIALOG -> {
        if (!hasSecondEar) {
          throw dialogNeeded("%s opens a dialog".formatted(label));
        }
        return;
      }
      case WEB_PAGE -> {
        if (!hasSecondEar) {
          throw dialogNeeded("%s opens a dialog".formatted(label));
        }
        if (!hasMask) {
          throw Problem.invalid(
              "mask",
              "mask-required",
              "%s needs a mask: a PNG in Base64, white where the picture is drawn anew."
                  .formatted(label));
        }
        return;
      }
      case SEVERAL_JOBS ->
          throw Problem.conflict(
              "several-jobs",
              "%s starts several jobs at once. Submit each prompt in 'content' with imagine instead."
                  .formatted(label));
      case AT_ONCE -> {}
    }
    if (prompt == null) {
      return;
    }
    if (Pressing.takesPrompt(button.customId())) {
      if (hasSecondEar) {
        return;
      }
      throw dialogNeeded("A new prompt for %s is entered in a dialog".formatted(label));
    }
    throw Problem.conflict("button-takes-no-prompt", "%s takes no prompt.".formatted(label));
  }

  private static Problem dialogNeeded(String why) {
    return Problem.conflict(
        "dialog-needed",
        why
            + ", which only the account's own session at Discord could fill in:"
            + " this Easel has none for it (secondEar of the account).");
  }

  private static String plain(String label) {
    return label.replace(VARIATION_SELECTOR, "").strip();
  }
}
