package easel.systemtests.chaos;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A button below a finished picture that needs no dialog and makes another picture.
enum Button {
  U1("U1", "MJ::JOB::upsample::1::%s"),
  U2("U2", "MJ::JOB::upsample::2::%s"),
  U3("U3", "MJ::JOB::upsample::3::%s"),
  U4("U4", "MJ::JOB::upsample::4::%s"),
  V1("V1", "MJ::JOB::variation::1::%s", Alike.VARIATION),
  V2("V2", "MJ::JOB::variation::2::%s", Alike.VARIATION),
  V3("V3", "MJ::JOB::variation::3::%s", Alike.VARIATION),
  V4("V4", "MJ::JOB::variation::4::%s", Alike.VARIATION),
  REROLL("🔄", "MJ::JOB::reroll::0::%s::SOLO"),
  UPSCALE_SUBTLE("Upscale (Subtle)", "MJ::JOB::upsample_v7_2x_subtle::1::%s::SOLO", Alike.UPSCALE),
  UPSCALE_CREATIVE(
      "Upscale (Creative)", "MJ::JOB::upsample_v7_2x_creative::1::%s::SOLO", Alike.UPSCALE),
  UPSCALE_2X("Upscale (2x)", "MJ::JOB::upsample_v5_2x::1::%s::SOLO", Alike.UPSCALE),
  UPSCALE_4X("Upscale (4x)", "MJ::JOB::upsample_v5_4x::1::%s::SOLO", Alike.UPSCALE),
  REDO_UPSCALE_2X("Redo Upscale (2x)", "MJ::JOB::upsample_v5_2x::1::%s::SOLO", Alike.UPSCALE),
  REDO_UPSCALE_4X("Redo Upscale (4x)", "MJ::JOB::upsample_v5_4x::1::%s::SOLO", Alike.UPSCALE),
  VARY_SUBTLE("Vary (Subtle)", "MJ::JOB::low_variation::1::%s::SOLO", Alike.VARIATION),
  VARY_STRONG("Vary (Strong)", "MJ::JOB::high_variation::1::%s::SOLO", Alike.VARIATION),
  ZOOM_OUT_2X("Zoom Out 2x", "MJ::Outpaint::50::1::%s::SOLO", Alike.ZOOM),
  ZOOM_OUT_1_5X("Zoom Out 1.5x", "MJ::Outpaint::75::1::%s::SOLO", Alike.ZOOM),
  MAKE_SQUARE("Make Square", "MJ::Outpaint::100::1::%s::SOLO", Alike.ZOOM),
  PAN_LEFT("⬅️", "MJ::JOB::pan_left::1::%s::SOLO"),
  PAN_RIGHT("➡️", "MJ::JOB::pan_right::1::%s::SOLO"),
  PAN_UP("⬆️", "MJ::JOB::pan_up::1::%s::SOLO"),
  PAN_DOWN("⬇️", "MJ::JOB::pan_down::1::%s::SOLO");

  /// What reads alike in the end: presses of one kind on one message run one after another.
  enum Alike {
    NOTHING_ELSE,
    VARIATION,
    ZOOM,
    UPSCALE
  }

  // Asks for an emoji to be drawn in colour; some write it, some leave it out.
  private static final String VARIATION_SELECTOR = "\uFE0F";

  private final String label;
  private final String customId;
  private final Alike alike;

  Button(String label, String customId) {
    this(label, customId, Alike.NOTHING_ELSE);
  }

  Button(String label, String customId, Alike alike) {
    this.label = label;
    this.customId = customId;
    this.alike = alike;
  }

  /// What a message offers under this label; empty for dialogs, links and marks.
  static Optional<Button> labelled(String label) {
    return Arrays.stream(values())
        .filter(button -> plain(button.label).equals(plain(label)))
        .findFirst();
  }

  /// As customers name it.
  String label() {
    return label;
  }

  /// Discord's name of it below the picture of this job of Midjourney's.
  String customId(String midjourneyJob) {
    return customId.formatted(midjourneyJob);
  }

  /// Whether results of both on one message could not be told apart.
  boolean readsLike(Button other) {
    return this == other || (alike != Alike.NOTHING_ELSE && alike == other.alike);
  }

  /// A word for it in a job's name.
  String word() {
    return name().length() == 2 ? name() : name().toLowerCase(Locale.ROOT).replace("_", "");
  }

  private static String plain(String label) {
    return label.replace(VARIATION_SELECTOR, "").strip();
  }
}
