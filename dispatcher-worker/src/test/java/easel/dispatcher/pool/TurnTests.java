package easel.dispatcher.pool;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.directory.AccountEntry;
import easel.common.id.AccountId;
import easel.common.id.PoolId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TurnTests {
  private static final AccountEntry FIRST = account(1);
  private static final AccountEntry SECOND = account(2);
  private static final AccountEntry THIRD = account(3);

  @Test
  void theAccountUsedLongestAgoComesFirstAndOneNeverUsedBeforeAll() {
    var turn = new Turn(Map.of(FIRST.id(), 7L, SECOND.id(), 4L));

    assertThat(turn.order(List.of(FIRST, SECOND, THIRD))).containsExactly(THIRD, SECOND, FIRST);
  }

  @Test
  void anOlderJobDoesNotChangeTheTurn() {
    var turn = new Turn(Map.of(FIRST.id(), 7L, SECOND.id(), 4L));

    turn.used(FIRST.id(), 3);
    assertThat(turn.order(List.of(FIRST, SECOND))).containsExactly(SECOND, FIRST);

    turn.used(SECOND.id(), 9);
    assertThat(turn.order(List.of(FIRST, SECOND))).containsExactly(FIRST, SECOND);
  }

  private static AccountEntry account(long number) {
    var id = new AccountId(number);
    return new AccountEntry(
        id, PoolId.SHARED, "user-" + id, "1", "2", 3, true, true, "sealed", null, false, null);
  }
}
