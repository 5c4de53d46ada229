package easel.api.customer;

import easel.api.database.Preparation;
import easel.api.digest.Sha256;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// The operator's key: the one that is configured or, where none is, one that is made at the first
/// start. There is no default one.
@Component
class OperatorKey implements Preparation {
  private final CustomerRows rows;
  private final String configured;

  OperatorKey(CustomerRows rows, @Value("${easel.admin-key:}") String configured) {
    this.rows = rows;
    this.configured = configured.strip();
  }

  @Override
  public void prepare() {
    if (!configured.isEmpty()) {
      return;
    }
    var key = "easel_operator_" + ApiKey.random().secret();
    if (rows.insertOperatorKey(Sha256.of(key))) {
      // Not logged: a log is kept, and this must be shown once.
      System.out.println("Operator key (shown once): " + key);
    }
  }

  boolean matches(String given) {
    return Sha256.of(given).matches(expected());
  }

  /// The hash of the key that lets the operator in now.
  Sha256 expected() {
    return configured.isEmpty()
        ? rows.operatorKey().orElseThrow(Bearer::unauthorized)
        : Sha256.of(configured);
  }
}
