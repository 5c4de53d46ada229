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
  static Optional<String> reason(Command command) {
    return switch (command) {
      case Command.Imagine(var prompt, _) ->
          REPEAT.matcher(prompt).find() || PERMUTATION.matcher(prompt).find()
              ? Optional.of(
                  "The prompt would start several jobs at once: send one request for each.")
              : Optional.empty();
      case Command.Press press ->
          opensDialog(press)
              ? Optional.of("This button opens a dialog, or starts several jobs: " + press.label())
              : Optional.empty();
      case Command.Describe _, Command.Blend _, Command.Shorten _ -> Optional.empty();
    };
  }

  private static boolean opensDialog(Command.Press press) {
    return press.prompt() != null || Pressing.of(press.customId()) != Pressing.AT_ONCE;
  }
}
