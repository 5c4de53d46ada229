package easel.systemtests.chaos;

import java.util.List;

/// What of a picture somebody looks at: all of it or one of its four, as it is or smaller.
///
/// @param number of a grid's picture, from 1; 0 for all of it
/// @param width how wide it is to be; 0 for as wide as it is
record Part(int number, int width) {
  static final Part WHOLE = new Part(0, 0);

  /// The same of a picture that may have less to look at.
  ///
  /// @param below what the picture is
  /// @param images where its four are; empty if it has none
  Part of(Below below, List<String> images) {
    return new Part(images.isEmpty() ? 0 : number, below == Below.VIDEO ? 0 : width);
  }

  /// Where it is.
  ///
  /// @param uri where all of the picture is
  String address(String uri, List<String> images) {
    return (number == 0 ? uri : images.get(number - 1)) + scale();
  }

  /// A word for it behind a job's name; empty for all of the picture.
  String word() {
    return (number == 0 ? "" : "/" + number) + scale();
  }

  private String scale() {
    return width == 0 ? "" : "?width=" + width;
  }
}
