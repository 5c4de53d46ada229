package easel.systemtests.chaos;

/// What a finished job shows, below which its buttons are.
enum Below {
  PICTURE,
  /// Four videos in one file.
  ANIMATION,
  VIDEO,
  TEXTS;

  /// @param picture where it is; empty for texts
  static Below of(String picture) {
    if (picture.isEmpty()) {
      return TEXTS;
    }
    if (picture.endsWith(".webp")) {
      return ANIMATION;
    }
    return picture.endsWith(".mp4") ? VIDEO : PICTURE;
  }
}
