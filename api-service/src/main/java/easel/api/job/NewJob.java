package easel.api.job;

import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.message.Command;
import easel.common.message.Upload;
import org.jspecify.annotations.Nullable;

/// A sound request for a job, not accepted yet.
///
/// @param pinned the only account that may run it
/// @param originating the job whose result it acts on
record NewJob(
    Command command,
    @Nullable String prompt,
    Envelope envelope,
    @Nullable AccountId pinned,
    @Nullable JobId originating) {
  /// The same press, of a region of the picture.
  NewJob withMask(Upload mask) {
    if (!(command instanceof Command.Press press)) {
      throw new IllegalStateException("expected a press, got: " + command);
    }
    var masked =
        new Command.Press(
            press.label(),
            press.customId(),
            press.pressed(),
            press.originating(),
            press.prompt(),
            mask);
    return new NewJob(masked, prompt, envelope, pinned, originating);
  }

  /// What Midjourney is to read that it was not asked to read before, null if nothing.
  @Nullable String read() {
    return switch (command) {
      case Command.Press press when NumberedTexts.isNumber(press.customId()) -> prompt;
      default -> written();
    };
  }

  /// What its customer wrote for Midjourney to read, null if nothing.
  private @Nullable String written() {
    return switch (command) {
      case Command.Imagine(var text, _) -> text;
      case Command.Press press -> press.prompt();
      case Command.Shorten(var text) -> text;
      case Command.Describe _, Command.Blend _ -> null;
    };
  }

  /// What of it a picture is drawn from, with parameters; null if nothing.
  @Nullable String drawn() {
    return command instanceof Command.Shorten ? null : written();
  }
}
