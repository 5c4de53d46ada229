package easel.simulator.midjourney;

import easel.simulator.midjourney.Interaction.Press;

/// Midjourney's page in which a region of a picture is marked, opened by a press, to be sent once.
///
/// @param token whoever knows it may send the page
/// @param prompt of the picture
public record OpenEditor(Interaction opener, Press press, String token, String prompt) {
  /// What the names of these pages at Discord begin with.
  static final String NAME = "MJ::iframe::";

  String customId() {
    return NAME + token;
  }
}
