package easel.worker.track;

import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Which results a press can have, read off the custom id of its button. Presses on one message
/// whose readings overlap cannot be told apart by their results.
public enum Reading {
  U1(result -> result.equals(new Result.OneOfFour(1))),
  U2(result -> result.equals(new Result.OneOfFour(2))),
  U3(result -> result.equals(new Result.OneOfFour(3))),
  U4(result -> result.equals(new Result.OneOfFour(4))),
  /// V1 to V4: the result does not say of which picture, and may say Strong or Subtle or neither.
  VARIATION(result -> result instanceof Result.Variation(var kind) && !"Region".equals(kind)),
  VARY_SUBTLE(
      result -> result.equals(new Result.Variation("Subtle")) || isUnnamedVariation(result)),
  VARY_STRONG(
      result -> result.equals(new Result.Variation("Strong")) || isUnnamedVariation(result)),
  REGION(result -> result.equals(new Result.Variation("Region")) || isUnnamedVariation(result)),
  REROLL(result -> result instanceof Result.Grid),
  ZOOM(result -> result instanceof Result.Zoom),
  PAN_LEFT(result -> result.equals(new Result.Pan("Left"))),
  PAN_RIGHT(result -> result.equals(new Result.Pan("Right"))),
  PAN_UP(result -> result.equals(new Result.Pan("Up"))),
  PAN_DOWN(result -> result.equals(new Result.Pan("Down"))),
  UPSCALE_SUBTLE(result -> isUpscale(result, "Subtle")),
  UPSCALE_CREATIVE(result -> isUpscale(result, "Creative")),
  UPSCALE_2X(result -> isUpscale(result, "2x")),
  UPSCALE_4X(result -> isUpscale(result, "4x")),
  /// Texts instead of a picture: what a picture may show.
  DESCRIPTION(_ -> false),
  /// Texts instead of a picture: shorter prompts.
  SHORTENED(_ -> false),
  /// Nothing but that the pressed button turns blue.
  MARK(_ -> false),
  /// A button that we do not know: whatever refers to its message may be its result.
  ANYTHING(_ -> true);

  /// What the name of the button begins with that marks a picture as a favorite.
  static final String BOOKMARK = "MJ::BOOKMARK::";

  private static final Pattern JOB = Pattern.compile("MJ::JOB::(?<kind>[a-z0-9_]+)::(?<n>\\d)::.*");
  private static final Map<String, Reading> BY_KIND =
      Map.ofEntries(
          Map.entry("variation", VARIATION),
          Map.entry("low_variation", VARY_SUBTLE),
          Map.entry("high_variation", VARY_STRONG),
          Map.entry("reroll", REROLL),
          Map.entry("pan_left", PAN_LEFT),
          Map.entry("pan_right", PAN_RIGHT),
          Map.entry("pan_up", PAN_UP),
          Map.entry("pan_down", PAN_DOWN));

  // Predicates over records, which Error Prone cannot see to be immutable.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Predicate<Result> accepts;

  Reading(Predicate<Result> accepts) {
    this.accepts = accepts;
  }

  private static boolean isUnnamedVariation(Result result) {
    return result.equals(new Result.Variation(null));
  }

  // Captured in June 2026: the final of Upscale (Creative) says "Upscaled by" and no kind.
  private static boolean isUpscale(Result result, String kind) {
    return result.equals(new Result.Upscale(kind)) || result.equals(new Result.Upscale(null));
  }

  public static Reading ofButton(String customId) {
    if (customId.startsWith("MJ::Outpaint::") || customId.startsWith("MJ::CustomZoom::")) {
      return ZOOM;
    }
    if (customId.startsWith("MJ::Inpaint::")) {
      return REGION;
    }
    if (customId.startsWith(BOOKMARK)) {
      return MARK;
    }
    if (customId.equals("MJ::Picread::Retry")) {
      return DESCRIPTION;
    }
    var matcher = JOB.matcher(customId);
    if (!matcher.matches()) {
      return ANYTHING;
    }
    var kind = matcher.group("kind");
    if (kind.equals("upsample")) {
      return valueOf("U" + matcher.group("n"));
    }
    if (kind.startsWith("upsample_")) {
      return upscale(kind.toUpperCase(Locale.ROOT));
    }
    return BY_KIND.getOrDefault(kind, ANYTHING);
  }

  private static Reading upscale(String kind) {
    if (kind.endsWith("_SUBTLE")) {
      return UPSCALE_SUBTLE;
    }
    if (kind.endsWith("_CREATIVE")) {
      return UPSCALE_CREATIVE;
    }
    if (kind.endsWith("_2X")) {
      return UPSCALE_2X;
    }
    return kind.endsWith("_4X") ? UPSCALE_4X : ANYTHING;
  }

  boolean accepts(Result result) {
    return accepts.test(result);
  }

  /// Whether a result could be of either.
  public boolean overlaps(Reading other) {
    if (this == other || this == ANYTHING || other == ANYTHING) {
      return true;
    }
    return (isVariation() && other.isVariation()) || (isUpscale() && other.isUpscale());
  }

  /// Whether its result is texts.
  public boolean isText() {
    return this == DESCRIPTION || this == SHORTENED;
  }

  private boolean isUpscale() {
    return this == UPSCALE_SUBTLE
        || this == UPSCALE_CREATIVE
        || this == UPSCALE_2X
        || this == UPSCALE_4X;
  }

  private boolean isVariation() {
    return this == VARIATION || this == VARY_SUBTLE || this == VARY_STRONG || this == REGION;
  }
}
