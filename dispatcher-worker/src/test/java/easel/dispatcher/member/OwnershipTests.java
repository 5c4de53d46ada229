package easel.dispatcher.member;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.partition.Partitions;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnershipTests {
  private static final Living STARTED = new Living(Set.of("one"), false);
  private static final Living ALONE = new Living(Set.of("one"), true);
  private static final Living BOTH = new Living(Set.of("one", "two"), true);

  private final Ownership ownership = new Ownership("one");

  @Test
  void aStartedMemberOwnsNothingForTwoBeats() {
    assertThat(ownership.after(STARTED)).isEmpty();
    assertThat(ownership.after(ALONE)).isEmpty();
    assertThat(ownership.isSettled()).isFalse();

    assertThat(ownership.after(ALONE)).hasSize(Partitions.COUNT);
    assertThat(ownership.isSettled()).isTrue();
  }

  @Test
  void aMemberThatJoinsGetsItsShare() {
    settle(ALONE);

    assertThat(ownership.after(BOTH)).isEqualTo(Partitions.ownedBy("one", BOTH.members()));
  }

  @Test
  void anEmptiedRedisChangesNothingForTwoBeats() {
    settle(BOTH);
    var before = ownership.after(BOTH);

    // the other has not beaten yet
    assertThat(ownership.after(STARTED)).isEqualTo(before);
    assertThat(ownership.after(ALONE)).isEqualTo(before);

    assertThat(ownership.after(BOTH)).isEqualTo(before);
  }

  private void settle(Living living) {
    ownership.after(STARTED);
    ownership.after(living);
    ownership.after(living);
  }
}
