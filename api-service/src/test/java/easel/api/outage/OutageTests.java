package easel.api.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionSystemException;

class OutageTests {

  @Test
  void aConnectionThatIsLostBeforeTheTransactionsEndIsAnOutage() {
    var lost =
        new TransactionSystemException(
            "JDBC rollback failed", new SQLException("Connection is closed"));

    assertThat(Outage.of(lost)).isEqualTo(Outage.POSTGRESQL);
  }

  @Test
  void postgresqlShuttingDownIsAnOutage() {
    var stopped =
        new DataAccessResourceFailureException("stopped", new SQLException("stopped", "57P01"));

    assertThat(Outage.of(stopped)).isEqualTo(Outage.POSTGRESQL);
  }

  @Test
  void aBrokenConstraintIsNoOutage() {
    var broken = new DataIntegrityViolationException("twice", new SQLException("twice", "23505"));

    assertThat(Outage.of(broken)).isNull();
  }
}
