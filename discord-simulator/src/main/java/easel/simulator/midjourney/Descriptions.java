package easel.simulator.midjourney;

import java.util.List;

/// Says of a picture what it might show, the same each time.
final class Descriptions {
  private static final List<String> SUBJECTS =
      List.of("a tin robot", "a paper boat", "a lighthouse", "a sleeping fox", "a glass orchard");
  private static final List<String> PLACES =
      List.of("in the rain", "at dawn", "on a hill", "under the sea", "in an empty theatre");
  private static final List<String> STYLES =
      List.of("watercolour", "film photograph", "woodcut", "pencil drawing", "isometric render");

  private Descriptions() {}

  static String of(String picture, int n) {
    var hash = picture.hashCode() * 31 + n * 7;
    return "%s %s, %s --ar 1:1"
        .formatted(pick(SUBJECTS, hash), pick(PLACES, hash / 5), pick(STYLES, hash / 25));
  }

  private static String pick(List<String> from, int hash) {
    return from.get(Math.floorMod(hash, from.size()));
  }
}
