package easel.api.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import easel.api.http.Problem;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartTests {
  @ParameterizedTest
  @CsvSource({"64,64", "65,128", "128,128", "129,256", "300,512", "513,1024", "1024,1024"})
  void aWidthIsRoundedUp(int asked, int width) {
    assertThat(Part.of(0, asked)).isEqualTo(new Part(0, width));
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, 0, 63, 1025, Integer.MAX_VALUE})
  void othersAreRefused(int asked) {
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> Part.of(0, asked))
        .satisfies(refused -> assertThat(refused.code()).isEqualTo("invalid-width"));
  }

  @Test
  void whateverIsAskedForThereAreFewParts() {
    var names = new HashSet<String>();
    for (int number = 0; number <= Grid.SIZE; number++) {
      names.add(Part.of(number, null).name());
      for (int width = 64; width <= 1024; width++) {
        names.add(Part.of(number, width).name());
      }
    }
    assertThat(names).hasSize(5 * 6).contains("whole", "whole-64", "4", "4-1024");
  }
}
