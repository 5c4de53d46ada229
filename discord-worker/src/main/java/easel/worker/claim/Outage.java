package easel.worker.claim;

import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.dao.UncategorizedDataAccessException;
import org.springframework.transaction.TransactionException;

/// Tells PostgreSQL's being out of reach, which passes, from a fault of what is written, which
/// comes again with every try.
public final class Outage {
  private Outage() {}

  public static boolean is(RuntimeException failed) {
    return failed instanceof TransientDataAccessException
        || failed instanceof RecoverableDataAccessException
        || failed instanceof NonTransientDataAccessResourceException
        || failed instanceof UncategorizedDataAccessException
        || failed instanceof TransactionException;
  }
}
