package easel.worker.account;

import easel.common.message.Command;
import easel.common.message.Pressing;
import java.util.Optional;
import java.util.regex.Pattern;

/// Commands that must not be sent, since their result could not be followed.
final class Unsendable {
  private static final Pattern REPEAT = Pattern.compile("(?:^|\\s)(?:--|—)r(?:epeat)?\\s+\\d+");
  private static final Pattern PERMUTATION = Pattern.compile("(?<!\\\\)\\{[^{}]*,[^{}]*\\}");

  private Unsendable() {}

  /// Why not; empty if it may be sent.
  ///
  /// @param hasSecondEar whether dialogs can be filled in
  static Optional<String> reason(Command command, boolean hasSecondEar) {
    return switch (command) {
      case Command.Imagine(var prompt, _) -> ofPrompt(prompt);
      case Command.Press press ->
          switch (Pressing.of(press.customId())) {
            case SEVERAL_JOBS -> Optional.of("This button starts several jobs: " + press.label());
            case WEB_PAGE ->
                hasSecondEar && press.mask() != null
                    ? ofNewPrompt(press)
                    : Optional.of("This button opens a web page: " + press.label());
            case DIALOG -> hasSecondEar ? ofNewPrompt(press) : ofDialog(press);
            case AT_ONCE ->
                hasSecondEar || press.prompt() == null ? ofNewPrompt(press) : ofDialog(press);
          };
      case Command.Describe _, Command.Blend _, Command.Shorten _ -> Optional.empty();
    };
  }

  private static Optional<String> ofPrompt(String prompt) {
    return REPEAT.matcher(prompt).find() || PERMUTATION.matcher(prompt).find()
        ? Optional.of("The prompt would start several jobs at once: send one request for each.")
        : Optional.empty();
  }

  private static Optional<String> ofNewPrompt(Command.Press press) {
    return press.prompt() == null ? Optional.empty() : ofPrompt(press.prompt());
  }

  private static Optional<String> ofDialog(Command.Press press) {
    return Optional.of(
        "This button opens a dialog, and its account has no second ear: " + press.label());
  }
}
