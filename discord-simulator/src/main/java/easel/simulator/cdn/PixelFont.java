package easel.simulator.cdn;

import java.util.Locale;

/// Letters of five by seven dots. Java's own fonts need libraries that a small container lacks.
final class PixelFont {
  static final int WIDTH = 5;
  static final int HEIGHT = 7;

  private static final String CHARACTERS = " ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.,:!?#/'()";

  /// Seven rows of five bits for each character.
  private static final String[] ROWS = {
    "00000000000000", "0E11111F111111", "1E11111E11111E", "0E11101010110E", "1E11111111111E",
    "1F10101E10101F", "1F10101E101010", "0E11101711110F", "1111111F111111", "0E04040404040E",
    "0702020202120C", "11121418141211", "1010101010101F", "111B1515111111", "11191513111111",
    "0E11111111110E", "1E11111E101010", "0E11111115120D", "1E11111E141211", "0F10100E01011E",
    "1F040404040404", "1111111111110E", "11111111110A04", "1111111515150A", "11110A040A1111",
    "1111110A040404", "1F01020408101F", "0E11131519110E", "040C040404040E", "0E11010204081F",
    "1F02040201110E", "02060A121F0202", "1F101E0101110E", "0608101E11110E", "1F010204080808",
    "0E11110E11110E", "0E11110F01020C", "0000001F000000", "00000000000C0C", "000000000C0408",
    "000C0C000C0C00", "04040404040004", "0E110102040004", "0A0A1F0A1F0A0A", "01010204081010",
    "0C040800000000", "02040808080402", "08040202020408",
  };

  private PixelFont() {}

  static boolean isSet(char character, int column, int row) {
    var index = CHARACTERS.indexOf(String.valueOf(character).toUpperCase(Locale.ROOT));
    var bits = ROWS[Math.max(0, index)];
    var line = Integer.parseInt(bits.substring(row * 2, row * 2 + 2), 16);
    return ((line >> (WIDTH - 1 - column)) & 1) == 1;
  }
}
