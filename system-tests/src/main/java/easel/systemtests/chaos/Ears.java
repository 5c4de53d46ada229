package easel.systemtests.chaos;

import java.util.Set;

/// The accounts whose dialogs can be filled in, by their Discord users.
///
/// @param heard those that have the second ear
/// @param remixing those of them that ask for a new prompt where others begin at once
record Ears(Set<String> heard, Set<String> remixing) {
  static final Ears NONE = new Ears(Set.of(), Set.of());

  Ears {
    heard = Set.copyOf(heard);
    remixing = Set.copyOf(remixing);
  }

  boolean hear(String discordUser) {
    return heard.contains(discordUser);
  }

  /// Whether a press opens a dialog there before anything is drawn.
  boolean opensDialog(Button button, String discordUser) {
    return button.opensDialog() || (button.isRemixed() && remixing.contains(discordUser));
  }
}
