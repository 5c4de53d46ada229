package easel.api.board;

import easel.api.change.ChangeLog;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.springframework.stereotype.Service;

/// The boards of customers as they are now. Only a few are looked at at once: requests need
/// connections to PostgreSQL too, and whoever has to wait is told more at a time.
@Service
class Boards {
  private static final int LISTED = 20;
  private static final int DONE = 12;
  private static final int LOOKS_AT_ONCE = 4;

  /// A whole board.
  ///
  /// @param change the number of the last change that it certainly shows
  /// @param version up to which it certainly shows settings
  record Board(long change, long version, Next next, Card.Done done, List<Card> cards) {
    public int running() {
      return cards.stream().mapToInt(card -> card.head().running()).sum();
    }

    public int waiting() {
      return cards.stream().mapToInt(card -> card.head().waiting()).sum();
    }
  }

  private final BoardRows rows;
  private final ChangeLog log;
  private final Semaphore looks = new Semaphore(LOOKS_AT_ONCE);

  Boards(BoardRows rows, ChangeLog log) {
    this.rows = rows;
    this.log = log;
  }

  Board whole(long customer) {
    return look(
        () -> {
          var change = log.last(customer);
          var version = rows.version(customer);
          var done = done(customer);
          return new Board(
              change,
              version,
              next(customer, done),
              done,
              cards(rows.ofCustomer(customer, LISTED)));
        });
  }

  /// The cards of those of these queues that are shown.
  List<Card> cards(long customer, Collection<String> queues) {
    return queues.isEmpty()
        ? List.of()
        : look(() -> cards(rows.ofCustomer(customer, queues, LISTED)));
  }

  Card.Done done(long customer) {
    return Card.Done.of(rows.done(customer, DONE));
  }

  Next next(long customer, Card.Done done) {
    return Next.of(rows.totals(customer), !done.jobs().isEmpty());
  }

  BoardRows.Settings setAfter(long customer, long version) {
    return rows.setAfter(customer, version);
  }

  private static List<Card> cards(List<QueueNow> queues) {
    return queues.stream().map(Card::ofCustomer).toList();
  }

  private <T> T look(Supplier<T> work) {
    looks.acquireUninterruptibly();
    try {
      return work.get();
    } finally {
      looks.release();
    }
  }
}
