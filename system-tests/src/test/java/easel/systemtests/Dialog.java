package easel.systemtests;

import java.util.Map;

/// A button that opens a dialog, and what that is filled in with.
enum Dialog {
  CUSTOM_ZOOM("Custom Zoom", "MJ::CustomZoom::", "MJ::OutpaintCustomZoomModal::"),
  /// Of an account in remix mode.
  REMIX("V3", "MJ::JOB::variation::3::", "MJ::RemixModal::"),
  REGION("Vary (Region)", "MJ::Inpaint::1::", "MJ::iframe::");

  /// A white PNG of 4 by 4.
  static final String MASK =
      "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAAAAACMmsGiAAAADklEQVR4nGP4DwQMqAQAn3QP8Vthg78AAAAASUVORK5CYII=";

  final String label;

  /// What the name of the button at Discord begins with.
  final String button;

  /// What the name of the dialog at Discord begins with.
  final String form;

  Dialog(String label, String button, String form) {
    this.label = label;
    this.button = button;
    this.form = form;
  }

  /// Whether the button is below one of the four pictures of a grid, taken out.
  boolean isBelowOnePicture() {
    return this != REMIX;
  }

  /// @param word in the prompt
  /// @param mask what the dialect calls the mask of a region
  Map<String, String> filledIn(String word, String mask) {
    return switch (this) {
      case CUSTOM_ZOOM -> Map.of("prompt", "a tin robot in a garden " + word + " --zoom 1.7");
      case REMIX -> Map.of("prompt", "a gold robot " + word);
      case REGION ->
          Map.of("prompt", "a golden hat " + word, mask, "data:image/png;base64," + MASK);
    };
  }
}
