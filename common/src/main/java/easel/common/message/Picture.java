package easel.common.message;

import java.util.List;

/// The result of a job as Midjourney posted it.
///
/// @param midjourneyJob Midjourney's own job id, from the picture's file name
/// @param url Discord's link to the picture; it dies within a day
/// @param content the message's text
/// @param buttons what the message offers, in its order
public record Picture(
    DiscordMessage message,
    String midjourneyJob,
    String url,
    String content,
    List<Button> buttons) {
  public Picture {
    buttons = List.copyOf(buttons);
  }
}
