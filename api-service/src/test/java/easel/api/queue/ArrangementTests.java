package easel.api.queue;

import static org.assertj.core.api.Assertions.assertThat;

import easel.api.plan.Plan;
import easel.api.queue.Arrangement.Served;
import easel.common.directory.QueueEntry;
import easel.common.id.AccountId;
import easel.common.id.PoolId;
import easel.common.id.QueueId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArrangementTests {
  private static final long CUSTOMER = 17;
  private static final PoolId OWN = PoolId.ofCustomer(CUSTOMER);
  private static final QueueId ONE = QueueId.ofCustomer(CUSTOMER);

  @Test
  void aTrialCustomerWithoutAccountsIsServedByTheSharedOnes() {
    assertThat(arrange(Plan.TRIAL, Set.of()))
        .containsExactly(new QueueRow(ONE, PoolId.SHARED, null, null, 2));
  }

  @Test
  void aStandardCustomersQueueIsServedByItsOwnAccountsInTurn() {
    assertThat(arrange(Plan.STANDARD, Set.of(ONE), ready(1), ready(2)))
        .containsExactly(new QueueRow(ONE, OWN, null, null, 2));
  }

  @Test
  void aQueueReturnsToTheSharedAccountsWhenTheLastOwnOneIsUnlinked() {
    assertThat(arrange(Plan.STANDARD, Set.of(ONE), unlinked(1)))
        .containsExactly(new QueueRow(ONE, PoolId.SHARED, null, null, 2));
  }

  @Test
  void aProCustomerHasAQueueForEachLinkedAccount() {
    assertThat(arrange(Plan.PRO, Set.of(), ready(1), connecting(2), unlinked(3)))
        .containsExactly(ofAccount(1, account(1)), ofAccount(2, account(2)));
  }

  @Test
  void theQueueOfAnUnlinkedAccountIsServedByTheOthers() {
    assertThat(arrange(Plan.PRO, Set.of(queue(1), queue(2)), unlinked(1), ready(2)))
        .containsExactly(ofAccount(1, null), ofAccount(2, account(2)));
  }

  @Test
  void theQueueOfAnAccountInTroubleIsServedByTheOthersOncePatienceIsOver() {
    assertThat(arrange(Plan.PRO, Set.of(queue(1), queue(2)), overdue(1), ready(2)))
        .containsExactly(ofAccount(1, null), ofAccount(2, account(2)));
  }

  @Test
  void itStaysWithItsAccountWhereNoOtherIsUsable() {
    assertThat(arrange(Plan.PRO, Set.of(queue(1), queue(2)), overdue(1), connecting(2)))
        .containsExactly(ofAccount(1, account(1)), ofAccount(2, account(2)));
  }

  @Test
  void theOneQueueOfAPlanGivenUpIsServedUntilItIsEmpty() {
    assertThat(arrange(Plan.PRO, Set.of(ONE), ready(1)))
        .containsExactly(new QueueRow(ONE, OWN, null, null, 2), ofAccount(1, account(1)));
  }

  @Test
  void theQueuesOfAccountsOfAPlanGivenUpAreServedInTurn() {
    assertThat(arrange(Plan.STANDARD, Set.of(queue(1)), ready(1), ready(2)))
        .containsExactly(new QueueRow(ONE, OWN, null, null, 2), ofAccount(1, null));
  }

  private static List<QueueRow> arrange(Plan plan, Set<QueueId> existing, Served... accounts) {
    return new Arrangement(CUSTOMER, plan, List.of(accounts)).queues(existing);
  }

  private static QueueRow ofAccount(long id, @Nullable AccountId home) {
    return new QueueRow(queue(id), OWN, account(id), home, QueueEntry.UNLIMITED);
  }

  private static QueueId queue(long id) {
    return QueueId.ofAccount(account(id));
  }

  private static AccountId account(long id) {
    return new AccountId(id);
  }

  private static Served ready(long id) {
    return new Served(account(id), true, true, false);
  }

  private static Served connecting(long id) {
    return new Served(account(id), true, false, false);
  }

  private static Served overdue(long id) {
    return new Served(account(id), true, false, true);
  }

  private static Served unlinked(long id) {
    return new Served(account(id), false, false, false);
  }
}
