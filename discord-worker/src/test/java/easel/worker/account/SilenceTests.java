package easel.worker.account;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SilenceTests {
  // A clock that has been negative: only differences count.
  private static final long SENT = Long.MAX_VALUE - SECONDS.toNanos(30);
  private static final long PATIENCE = SECONDS.toNanos(60);
  private static final long UNREADABLE = SECONDS.toNanos(300);

  @Test
  void aJobThatWasJustHeardOfIsWaitedFor() {
    assertThat(after(59, 0)).isEqualTo(Silence.WAIT);
  }

  @Test
  void theHistoryIsReadBeforeAJobIsGivenUp() {
    assertThat(after(61, 0)).isEqualTo(Silence.READ_HISTORY);
    assertThat(after(70, 59)).isEqualTo(Silence.READ_HISTORY);
    assertThat(after(62, 61)).isEqualTo(Silence.GIVE_UP);
  }

  @Test
  void aJobWhoseHistoryCannotBeReadIsNotGivenUpForAsLongAsToldTo() {
    assertThat(after(359, 0)).isEqualTo(Silence.READ_HISTORY);
    assertThat(after(361, 0)).isEqualTo(Silence.GIVE_UP);
  }

  @Test
  void aLongSilenceIsBrokenByReadingOnceAMinute() {
    var patience = SECONDS.toNanos(300);
    assertThat(Silence.decide(at(61), SENT, SENT, patience, UNREADABLE))
        .isEqualTo(Silence.READ_HISTORY);
    assertThat(Silence.decide(at(110), SENT, at(61), patience, UNREADABLE)).isEqualTo(Silence.WAIT);
    assertThat(Silence.decide(at(122), SENT, at(61), patience, UNREADABLE))
        .isEqualTo(Silence.READ_HISTORY);
  }

  private static Silence after(int seconds, int lastRead) {
    return Silence.decide(at(seconds), SENT, at(lastRead), PATIENCE, UNREADABLE);
  }

  private static long at(int seconds) {
    return SENT + SECONDS.toNanos(seconds);
  }
}
