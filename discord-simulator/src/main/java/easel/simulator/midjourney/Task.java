package easel.simulator.midjourney;

import easel.simulator.settings.Option;

/// What a job does, and how its messages name it.
///
/// @param verb what stands before the prompt while it waits, with a space at its end, or nothing
/// @param label what stands before "by", or nothing
/// @param image which of four is taken out, 0 for none
/// @param panel the buttons of the final
/// @param duration from start to final
record Task(String verb, String label, int image, ButtonPanel panel, Option duration) {
  static final Task IMAGINE = new Task("", "", 0, ButtonPanel.GRID, Option.JOB_MS);
  static final Task REROLL = new Task("Rerolling ", "", 0, ButtonPanel.GRID, Option.JOB_MS);

  static Task one(int image) {
    return new Task(
        "Upscaling image #" + image + " with ", "", image, ButtonPanel.ONE, Option.UPSCALE_MS);
  }

  static Task variation(int image, String label) {
    return new Task(
        "Making variations for image #" + image + " with prompt ",
        label,
        0,
        ButtonPanel.GRID,
        Option.JOB_MS);
  }

  static Task grid(String label) {
    return new Task("", label, 0, ButtonPanel.GRID, Option.JOB_MS);
  }

  static Task upscale(String label) {
    return new Task("", label, 0, ButtonPanel.UPSCALED, Option.JOB_MS);
  }

  /// Whether the final is one picture and not a grid of four.
  boolean isSingle() {
    return panel != ButtonPanel.GRID;
  }
}
