package easel.api.customer;

import easel.api.database.Preparation;
import easel.api.digest.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// The operator's key: the one that is configured or, where none is, one that is made at the first
/// start. There is no default one.
@Component
class OperatorKey implements Preparation {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorKey.class);
  private static final int SHORT = 24;

  private final CustomerRows rows;
  private final Guesses guesses;
  private final String configured;

  OperatorKey(CustomerRows rows, Guesses guesses, @Value("${easel.admin-key:}") String configured) {
    this.rows = rows;
    this.guesses = guesses;
    this.configured = configured.strip();
  }

  @Override
  public void prepare() {
    if (!configured.isEmpty()) {
      warnIfShort();
      return;
    }
    var key = "easel_operator_" + ApiKey.random().secret();
    if (rows.insertOperatorKey(Sha256.of(key))) {
      // Not logged: a log is kept, and this must be shown once.
      System.out.println("Operator key (shown once): " + key);
    }
  }

  private void warnIfShort() {
    if (configured.length() < SHORT) {
      LOG.atWarn()
          .addKeyValue("length", configured.length())
          .addKeyValue("expected", "at least " + SHORT)
          .log("EASEL_ADMIN_KEY is short enough to be guessed: choose a random one");
    }
  }

  /// Whether this is the operator's key. A wrong one is counted and logged.
  ///
  /// @param address where it came from
  /// @throws easel.api.http.Problem 429 if too many wrong ones came from there lately
  boolean matches(String given, String address) {
    var isRight = Sha256.of(given).matches(expected());
    guesses.check(address, isRight);
    if (!isRight) {
      LOG.atWarn().addKeyValue("address", address).log("Refused a key that is not the operator's");
    }
    return isRight;
  }

  /// The hash of the key that lets the operator in now.
  Sha256 expected() {
    return configured.isEmpty()
        ? rows.operatorKey().orElseThrow(Bearer::unauthorized)
        : Sha256.of(configured);
  }
}
