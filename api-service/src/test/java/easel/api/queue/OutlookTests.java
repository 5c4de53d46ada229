package easel.api.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
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

  @ParameterizedTest
  @CsvSource({
    // ahead, running, limit, seconds of one job, expected
    "0, 0, 2, 60, 0",
    "0, 1, 2, 60, 0",
    "0, 2, 2, 60, 30",
    "1, 2, 2, 60, 60",
    "5, 2, 2, 60, 180",
    "5, 0, 2, 60, 120",
    "9, 10, 10, 60, 60",
    "0, 3, 2, 60, 30",
  })
  void aJobWaitsUntilThoseBeforeItHaveASlotAndOneIsFree(
      int ahead, int running, int limit, double duration, long expected) {
    assertThat(new Outlook(true, limit, running, ahead).expectedWait(duration)).isEqualTo(expected);
  }

  @Test
  void whereNoJobWasDoneYetOnlyAFreeSlotIsKnown() {
    assertThat(new Outlook(true, 2, 2, 5).expectedWait(null)).isNull();
    assertThat(new Outlook(true, 2, 2, 5).expectedWait(0.0)).isNull();
    assertThat(new Outlook(true, 2, 0, 0).expectedWait(null)).isZero();
  }

  @Test
  void nobodyCanTellWhenWhatIsNotSentNowWillBe() {
    assertThat(new Outlook(false, 2, 0, 0).expectedWait(60.0)).isNull();
    assertThat(new Outlook(true, 0, 0, 0).expectedWait(60.0)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    // most, running, slots, free, ahead, place
    "2, 0, 3, 3, 0, 0",
    "2, 0, 1, 1, 1, 1", // of its two jobs one has a slot
    "2, 0, 3, 0, 0, 1", // others' jobs have all slots
    "2, 1, 3, 2, 0, 0",
    "2, 2, 3, 1, 0, 1",
    "2147483647, 2, 3, 1, 0, 0",
    "2147483647, 2, 3, 1, 1, 1",
    "2, 0, 0, 0, 0, 1", // no account takes jobs
  })
  void aPlaceNeedsRoomInTheQueueAndASlot(
      int most, int running, int slots, int free, int ahead, int place) {
    assertThat(Outlook.of(false, most, running, slots, free, ahead).place()).isEqualTo(place);
  }

  @Test
  void aQueueWhoseAccountsTakeNoJobsHasNoExpectedWait() {
    assertThat(Outlook.of(false, 2, 0, 0, 0, 0).expectedWait(60.0)).isNull();
    assertThat(Outlook.of(true, 2, 0, 3, 3, 0).expectedWait(60.0)).isNull();
    assertThat(Outlook.of(false, 2, 1, 1, 0, 1).expectedWait(60.0)).isEqualTo(120);
  }
}
