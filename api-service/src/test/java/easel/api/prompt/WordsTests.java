package easel.api.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTests {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          fox       | fox
          fox       | A red FOX, running
          fox       | the fox's den
          fox       | red_fox
          fox       | fox-like
          FOX       | a fox
          red fox   | a red   fox
          red fox   | a RED\u00a0fox
          straße    | die STRASSE
          ΟΔΟΣ      | στην οδος
          naïve     | a nai\u0308ve one
          file      | a \ufb01le
          fox       | a f\u200box
          fox       | ｆｏｘ
          裸体      | 一个裸体人
          лиса      | рыжая ЛИСА!
          🦊        | look:🦊🦊
          u2        | by U2
          """)
  void areFoundByThemselves(String word, String text) {
    assertThat(hold(text, word)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          fox       | foxes
          fox       | firefox
          fox       | fox2
          red fox   | redfox
          naive     | naïve
          лис       | лиса
          u         | by U2
          fox       | https://example.org/fox.png a hare
          fox       | nothing
          """)
  void areNotFoundWithinOthers(String word, String text) {
    assertThat(hold(text, word)).isFalse();
  }

  private static boolean hold(String text, String word) {
    return Words.hold(Words.plain(text), Words.plain(word));
  }
}
