package easel.api.mj;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutlookTests {
  @ParameterizedTest
  @CsvSource({
    // limit, running, ahead, place
    "2, 0, 0, 0",
    "2, 0, 1, 0",
    "2, 0, 2, 1",
    "2, 1, 0, 0",
    "2, 1, 1, 1",
    "2, 2, 0, 1",
    "2, 2, 3, 4",
    "1, 2, 0, 1" // the limit was lowered
  })
  void placesAreCountedBehindTheFreeSlots(int limit, int running, int ahead, int place) {
    assertThat(new Outlook(true, limit, running, ahead).place()).isEqualTo(place);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "4, 5"})
  void whereNothingIsSentEveryJobWaits(int ahead, int place) {
    assertThat(new Outlook(false, 2, 0, ahead).place()).isEqualTo(place);
  }
}
