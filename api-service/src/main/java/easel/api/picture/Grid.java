package easel.api.picture;

import easel.common.message.Button;
import java.util.List;
import java.util.regex.Pattern;

/// Tells a picture of four from a single one.
public final class Grid {
  /// How many pictures are in one.
  public static final int SIZE = 4;

  // What a button says may change, and is the same in other places (the 4 of `Upscale (4x)`, the
  // fourth text of describe). Its custom id names what Midjourney is asked to do: upscaling or
  // varying picture number 4 can only be offered where there is one. Of a single picture all such
  // ids say 1.
  private static final Pattern FOURTH =
      Pattern.compile("MJ::JOB::(?:upsample|variation)::" + SIZE + "::.+");

  private Grid() {}

  /// @param buttons what the finished message offers
  public static boolean isOffered(List<Button> buttons) {
    return buttons.stream().anyMatch(button -> FOURTH.matcher(button.customId()).matches());
  }
}
