package easel.systemtests.chaos;

import easel.systemtests.promise.Asked;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A button below a finished picture or video that makes another one or marks it, or below texts.
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
  PAN_DOWN("⬇️", "MJ::JOB::pan_down::1::%s::SOLO"),
  CUSTOM_ZOOM("Custom Zoom", "MJ::CustomZoom::%s", Alike.ZOOM),
  VARY_REGION("Vary (Region)", "MJ::Inpaint::1::%s::SOLO", Alike.VARIATION),
  FAVORITE("Favorite", "MJ::BOOKMARK::%s"),
  ANIMATE_HIGH("Animate (High motion)", "MJ::JOB::animate_high::1::%s::SOLO", Alike.MOTION),
  ANIMATE_LOW("Animate (Low motion)", "MJ::JOB::animate_low::1::%s::SOLO", Alike.MOTION),
  /// One of an animation's four videos.
  VIDEO_1("U1", "MJ::JOB::video_virtual_upscale::1::%s"),
  VIDEO_2("U2", "MJ::JOB::video_virtual_upscale::2::%s"),
  VIDEO_3("U3", "MJ::JOB::video_virtual_upscale::3::%s"),
  VIDEO_4("U4", "MJ::JOB::video_virtual_upscale::4::%s"),
  EXTEND_HIGH("Extend (High motion)", "MJ::JOB::animate_high_extend::1::%s::SOLO", Alike.MOTION),
  EXTEND_LOW("Extend (Low motion)", "MJ::JOB::animate_low_extend::1::%s::SOLO", Alike.MOTION),
  NUMBER_1("1️⃣", "MJ::Job::%s::1", Alike.BELOW_TEXT),
  NUMBER_2("2️⃣", "MJ::Job::%s::2", Alike.BELOW_TEXT),
  NUMBER_3("3️⃣", "MJ::Job::%s::3", Alike.BELOW_TEXT),
  NUMBER_4("4️⃣", "MJ::Job::%s::4", Alike.BELOW_TEXT),
  NUMBER_5("5️⃣", "MJ::Job::%s::5", Alike.BELOW_TEXT),
  /// Describes the same picture once more.
  ANEW("🔄", "MJ::Picread::Retry", Alike.BELOW_TEXT);

  /// What reads alike in the end: presses of one kind on one message run one after another.
  enum Alike {
    NOTHING_ELSE,
    VARIATION,
    ZOOM,
    UPSCALE,
    MOTION,
    /// What such a button makes says nothing of which it was.
    BELOW_TEXT
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

  /// What a message offers under this label; empty for links, and for what makes another animation
  /// of the same.
  ///
  /// @param below what the message shows
  static Optional<Button> labelled(String label, Below below) {
    return Arrays.stream(values())
        .filter(button -> button.below() == below)
        .filter(button -> plain(button.label).equals(plain(label)))
        .findFirst();
  }

  /// Whether Discord's name of a button is of one below texts.
  static boolean isBelowText(String customId) {
    return customId.startsWith("MJ::Job::") || customId.startsWith("MJ::Picread::");
  }

  boolean isBelowText() {
    return alike == Alike.BELOW_TEXT;
  }

  /// What it is offered below.
  Below below() {
    return switch (this) {
      case VIDEO_1, VIDEO_2, VIDEO_3, VIDEO_4 -> Below.ANIMATION;
      case EXTEND_HIGH, EXTEND_LOW -> Below.VIDEO;
      default -> isBelowText() ? Below.TEXTS : Below.PICTURE;
    };
  }

  /// What comes of it.
  Asked.Result result() {
    return switch (this) {
      case ANEW -> Asked.Result.TEXTS;
      case FAVORITE -> Asked.Result.MARK;
      default -> Asked.Result.PICTURE;
    };
  }

  /// Whether what it makes moves.
  boolean animates() {
    return alike == Alike.MOTION;
  }

  /// Whether it opens a dialog wherever it is pressed.
  boolean opensDialog() {
    return this == CUSTOM_ZOOM || this == VARY_REGION || (isBelowText() && this != ANEW);
  }

  /// Whether an account in remix mode asks for a new prompt.
  boolean isRemixed() {
    return switch (this) {
      case V1, V2, V3, V4, REROLL, VARY_SUBTLE, VARY_STRONG -> true;
      case PAN_LEFT, PAN_RIGHT, PAN_UP, PAN_DOWN -> true;
      default -> false;
    };
  }

  /// As customers name it.
  String label() {
    return label;
  }

  /// Discord's name of it below the picture of this job of Midjourney's; or below texts of this
  /// kind, which it calls PicReader or PromptAnalyzer.
  String customId(String whose) {
    return customId.formatted(whose);
  }

  /// Whether results of both on one message could not be told apart.
  boolean readsLike(Button other) {
    return this == other
        || movesSomehow()
        || other.movesSomehow()
        || (alike != Alike.NOTHING_ELSE && alike == other.alike);
  }

  /// Whether what it makes moves, which says nothing of the button: whatever else is made of the
  /// same message could be its result.
  private boolean movesSomehow() {
    return animates() || below() == Below.ANIMATION;
  }

  /// A word for it in a job's name.
  String word() {
    return name().length() == 2 ? name() : name().toLowerCase(Locale.ROOT).replace("_", "");
  }

  private static String plain(String label) {
    return label.replace(VARIATION_SELECTOR, "").strip();
  }
}
