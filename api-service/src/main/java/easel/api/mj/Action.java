package easel.api.mj;

import easel.common.message.Command;

/// What a task does, as clients name it.
enum Action {
  IMAGINE,
  UPSCALE,
  VARIATION,
  REROLL,
  PAN,
  ZOOM,
  INPAINT,
  DESCRIBE,
  BLEND,
  SHORTEN,
  /// A button of which no more is known.
  ACTION;

  static Action of(Command command) {
    return switch (command) {
      case Command.Imagine _ -> IMAGINE;
      case Command.Press press -> ofButton(press.customId());
      case Command.Describe _ -> DESCRIBE;
      case Command.Blend _ -> BLEND;
      case Command.Shorten _ -> SHORTEN;
    };
  }

  static Action ofButton(String customId) {
    if (customId.startsWith("MJ::JOB::")) {
      return ofJob(customId.substring("MJ::JOB::".length()));
    }
    if (customId.startsWith("MJ::Outpaint::") || customId.startsWith("MJ::CustomZoom::")) {
      return ZOOM;
    }
    if (customId.startsWith("MJ::Inpaint::")) {
      return INPAINT;
    }
    // Describes the same picture again.
    return customId.startsWith("MJ::Picread::") ? DESCRIBE : ACTION;
  }

  // Names change with Midjourney's versions, such as upsample_v7_2x_subtle; their beginnings do
  // not.
  private static Action ofJob(String name) {
    if (name.startsWith("upsample")) {
      return UPSCALE;
    }
    if (name.startsWith("variation")
        || name.startsWith("low_variation")
        || name.startsWith("high_variation")) {
      return VARIATION;
    }
    if (name.startsWith("reroll")) {
      return REROLL;
    }
    return name.startsWith("pan_") ? PAN : ACTION;
  }
}
