package easel.api.picture;

import easel.api.http.Problem;
import java.awt.Rectangle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What of a picture is asked for: all of it or one of its four, as it is or made smaller.
///
/// @param number of a grid's picture, counted as Midjourney's buttons do; 0 for all of it
/// @param width at most so wide; null for as wide as it is
record Part(int number, @Nullable Integer width) {
  // A few, so that nobody can fill the store with a thousand sizes of one picture.
  private static final List<Integer> WIDTHS = List.of(64, 128, 256, 512, 1024);

  static final Part ORIGINAL = new Part(0, null);

  /// @param asked the least width, null for as wide as it is
  /// @throws Problem 400 if there is no such width
  static Part of(int number, @Nullable Integer asked) {
    if (asked == null) {
      return new Part(number, null);
    }
    int least = asked;
    int widest = WIDTHS.getLast();
    if (least < WIDTHS.getFirst() || least > widest) {
      throw Problem.invalid(
          "width",
          "invalid-width",
          "width must be between %d and %d; without it the picture comes as wide as it is."
              .formatted(WIDTHS.getFirst(), widest));
    }
    return new Part(
        number, WIDTHS.stream().filter(width -> width >= least).findFirst().orElse(widest));
  }

  boolean isOriginal() {
    return equals(ORIGINAL);
  }

  boolean isOfGrid() {
    return number > 0;
  }

  /// Names it beside the picture's other parts.
  String name() {
    var which = number == 0 ? "whole" : Integer.toString(number);
    return width == null ? which : which + "-" + width;
  }

  /// Where it is in a picture of this size. Where a side is odd, the line in the middle is in none.
  Rectangle regionOf(int wholeWidth, int wholeHeight) {
    if (number == 0) {
      return new Rectangle(wholeWidth, wholeHeight);
    }
    var half = new Rectangle(wholeWidth / 2, wholeHeight / 2);
    if (number % 2 == 0) {
      half.x = wholeWidth - half.width;
    }
    if (number > 2) {
      half.y = wholeHeight - half.height;
    }
    return half;
  }
}
