package easel.api.prompt;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds whole words in a text, whatever their case and however their characters are written.
final class Words {
  private static final Pattern LINK = Pattern.compile("https?://\\S+");
  private static final Pattern UNSEEN = Pattern.compile("\\p{Cf}+");
  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");
  // Nothing stands between words there, so that a word ends wherever it ends.
  private static final Set<UnicodeScript> WITHOUT_SPACES =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.THAI,
          UnicodeScript.LAO,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR);

  private Words() {}

  /// The text in the form in which texts are compared. Links are no words.
  static String plain(String text) {
    var shown = UNSEEN.matcher(LINK.matcher(text).replaceAll(" ")).replaceAll("");
    var composed = Normalizer.normalize(shown, Normalizer.Form.NFKC);
    // There and back: ß becomes ss, and the two small sigmas one.
    var folded = composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return SPACE.matcher(folded).replaceAll(" ").strip();
  }

  /// Whether the text holds the word by itself; both in their plain form.
  static boolean hold(String text, String word) {
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (isEdge(text, at) && isEdge(text, at + word.length())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isEdge(String text, int at) {
    if (at == 0 || at == text.length()) {
      return true;
    }
    var before = text.codePointBefore(at);
    var after = text.codePointAt(at);
    return !isOfWord(before)
        || !isOfWord(after)
        || isWithoutSpaces(before)
        || isWithoutSpaces(after);
  }

  private static boolean isOfWord(int character) {
    return Character.isLetterOrDigit(character)
        || switch (Character.getType(character)) {
          case Character.NON_SPACING_MARK,
              Character.COMBINING_SPACING_MARK,
              Character.ENCLOSING_MARK ->
              true;
          default -> false;
        };
  }

  private static boolean isWithoutSpaces(int character) {
    return WITHOUT_SPACES.contains(UnicodeScript.of(character));
  }
}
