package easel.common.message;

import java.util.List;

/// The result of a job to which Midjourney answers with words and no picture.
///
/// @param content the texts, a numbered line each; empty where there are none
/// @param buttons what the message offers, in its order
public record Answer(DiscordMessage message, String content, List<Button> buttons) {
  public Answer {
    buttons = List.copyOf(buttons);
  }
}
