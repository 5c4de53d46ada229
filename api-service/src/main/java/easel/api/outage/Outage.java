package easel.api.outage;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.ShutdownSignalException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisException;
import org.springframework.amqp.AmqpException;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.TransactionSystemException;

/// Something this service needs and cannot reach now. Not the fault of whoever asked: it is tried
/// again.
public enum Outage {
  POSTGRESQL("PostgreSQL", "start it, or point SPRING_DATASOURCE_URL at a running one"),
  REDIS("Redis", "start it, or point EASEL_REDIS_URL at a running one"),
  RABBITMQ("RabbitMQ", "start it, or point SPRING_RABBITMQ_ADDRESSES at a running one");

  // PostgreSQL's classes for a lost connection, a lack of resources, an administrator's
  // intervention, and a failing system.
  private static final Set<String> PASSING_CLASSES = Set.of("08", "53", "57", "58");
  private static final Set<String> PASSING_STATES = Set.of("25006", "25P03");

  // A lock not to be had in time, which Spring does not know; a deadlock; a failed serialization.
  private static final Set<String> BUSY_STATES = Set.of("55P03", "40P01", "40001");

  private final String title;
  private final String action;

  Outage(String title, String action) {
    this.title = title;
    this.action = action;
  }

  /// Its name as people know it.
  public String title() {
    return title;
  }

  /// What its operator can do about it.
  public String action() {
    return action;
  }

  /// What was out of reach when this was thrown, null if it is no outage.
  public static @Nullable Outage of(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      var outage = ofOne(cause);
      if (outage != null) {
        return outage;
      }
    }
    return null;
  }

  private static @Nullable Outage ofOne(Throwable cause) {
    return switch (cause) {
      case CannotGetJdbcConnectionException _ -> POSTGRESQL;
      case SQLTransientConnectionException _ -> POSTGRESQL;
      // Neither committed nor rolled back: the connection was lost in between.
      case TransactionSystemException _ -> POSTGRESQL;
      case SQLException sql when isPassing(sql.getSQLState()) -> POSTGRESQL;
      case RedisException _ -> REDIS;
      case BrokerUnreachable _ -> RABBITMQ;
      case AmqpException _ -> RABBITMQ;
      case AlreadyClosedException _ -> RABBITMQ;
      case ShutdownSignalException _ -> RABBITMQ;
      default -> null;
    };
  }

  /// Whether somebody else held for too long what this needed: it is tried again, too.
  public static boolean isBusy(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConcurrencyFailureException
          || (cause instanceof SQLException sql && BUSY_STATES.contains(stateOf(sql)))) {
        return true;
      }
    }
    return false;
  }

  private static String stateOf(SQLException sql) {
    var state = sql.getSQLState();
    return state == null ? "" : state;
  }

  private static boolean isPassing(@Nullable String state) {
    return state != null
        && state.length() == 5
        && (PASSING_CLASSES.contains(state.substring(0, 2)) || PASSING_STATES.contains(state));
  }
}
