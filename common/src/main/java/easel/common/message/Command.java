package easel.common.message;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/// What Midjourney is asked to do.
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "command")
public sealed interface Command {
  /// `/imagine` with the prompt as the customer gave it, trimmed.
  record Imagine(String prompt) implements Command {}

  /// A press of a button of a finished message.
  ///
  /// @param label the button as the customer named it, such as `U1`
  /// @param customId Discord's name of the button on that message
  /// @param pressed the message that shows the button, and where it is
  /// @param originating the job whose result that message is
  record Press(
      String label,
      String customId,
      DiscordMessage pressed,
      easel.common.id.JobId originating,
      @Nullable String prompt)
      implements Command {}
}
