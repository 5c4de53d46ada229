package easel.api.prompt;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/// Something that may follow a parameter.
sealed interface Value {
  /// @param given the word after the parameter, empty if there is none
  boolean takes(String given);

  /// As people are told.
  String told();

  /// @param text as the table says it
  static Value of(String text) {
    return switch (text) {
      case "anything" -> new Anything();
      case "something" -> new Something();
      case "ratio" -> new Ratio();
      default -> text.contains("..") ? Range.of(text) : new Word(text);
    };
  }

  record Anything() implements Value {
    @Override
    public boolean takes(String given) {
      return true;
    }

    @Override
    public String told() {
      return "anything";
    }
  }

  record Something() implements Value {
    @Override
    public boolean takes(String given) {
      return !given.isEmpty();
    }

    @Override
    public String told() {
      return "a value";
    }
  }

  record Ratio() implements Value {
    private static final Pattern FORM = Pattern.compile("0*[1-9][0-9]*[:/xX]0*[1-9][0-9]*");

    @Override
    public boolean takes(String given) {
      return FORM.matcher(given).matches();
    }

    @Override
    public String told() {
      return "two whole numbers such as 3:2";
    }
  }

  record Range(BigDecimal least, BigDecimal most) implements Value {
    // The exponents that BigDecimal reads as well would let short texts be long numbers.
    private static final Pattern NUMBER =
        Pattern.compile("[+-]?(?:[0-9]{1,20}\\.?[0-9]{0,20}|\\.[0-9]{1,20})");

    static Range of(String text) {
      var ends = text.split("\\.\\.", 2);
      return new Range(new BigDecimal(ends[0]), new BigDecimal(ends[1]));
    }

    @Override
    public boolean takes(String given) {
      if (!NUMBER.matcher(given).matches()) {
        return false;
      }
      var number = new BigDecimal(given);
      return number.compareTo(least) >= 0 && number.compareTo(most) <= 0;
    }

    @Override
    public String told() {
      return "a number from %s to %s".formatted(least.toPlainString(), most.toPlainString());
    }
  }

  record Word(String word) implements Value {
    @Override
    public boolean takes(String given) {
      return given.toLowerCase(Locale.ROOT).equals(word);
    }

    @Override
    public String told() {
      return word;
    }
  }
}
