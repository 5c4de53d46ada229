package easel.simulator.midjourney;

import easel.simulator.cdn.FileKind;
import easel.simulator.settings.Option;

/// What a job does, and how its messages name it.
///
/// @param verb what stands before the prompt while it waits, with a space at its end, or nothing
/// @param label what stands before "by", or nothing
/// @param image which of four is taken out, 0 for none
/// @param panel the buttons of the final
/// @param file what the final has
/// @param duration from start to final
record Task(
    String verb, String label, int image, ButtonPanel panel, FileKind file, Option duration) {
  static final Task IMAGINE = picture("", "", 0, ButtonPanel.GRID, Option.JOB_MS);
  static final Task REROLL = picture("Rerolling ", "", 0, ButtonPanel.GRID, Option.JOB_MS);

  /// Four short videos in one picture that moves.
  static final Task ANIMATION =
      new Task(
          "Creating video with prompt ",
          "",
          0,
          ButtonPanel.ANIMATION,
          FileKind.WEBP,
          Option.JOB_MS);

  /// One of four videos, as a file of its own.
  static Task video(int image) {
    return new Task("", "", image, ButtonPanel.VIDEO, FileKind.MP4, Option.UPSCALE_MS);
  }

  private static Task picture(
      String verb, String label, int image, ButtonPanel panel, Option duration) {
    return new Task(verb, label, image, panel, FileKind.PNG, duration);
  }

  static Task one(int image) {
    return picture(
        "Upscaling image #" + image + " with ", "", image, ButtonPanel.ONE, Option.UPSCALE_MS);
  }

  static Task variation(int image, String label) {
    return picture(
        "Making variations for image #" + image + " with prompt ",
        label,
        0,
        ButtonPanel.GRID,
        Option.JOB_MS);
  }

  static Task grid(String label) {
    return picture("", label, 0, ButtonPanel.GRID, Option.JOB_MS);
  }

  static Task upscale(String label) {
    return picture("", label, 0, ButtonPanel.UPSCALED, Option.JOB_MS);
  }

  /// Whether the final is one picture and not a grid of four.
  boolean isSingle() {
    return panel != ButtonPanel.GRID && panel != ButtonPanel.ANIMATION;
  }
}
