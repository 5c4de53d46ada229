package easel.api.customer;

import easel.api.audit.Actor;
import easel.api.audit.Audit;
import easel.api.audit.Fact;
import easel.api.audit.Kind;
import easel.api.database.Schema;
import easel.api.digest.Sha256;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Who is signed in on the pages. A session remembers which key it began with, not the key itself;
/// nothing else is cached, so that a key which was revoked ends its sessions.
@Component
public class SignIns {
  private static final String CUSTOMER = "customer ";
  private static final String OPERATOR = "operator ";

  private final CustomerRows rows;
  private final OperatorKey operator;
  private final Schema schema;
  private final Audit audit;
  private final TransactionTemplate transactions;

  SignIns(
      CustomerRows rows,
      OperatorKey operator,
      Schema schema,
      Audit audit,
      TransactionTemplate transactions) {
    this.rows = rows;
    this.operator = operator;
    this.schema = schema;
    this.audit = audit;
    this.transactions = transactions;
  }

  /// The name of the session that this key begins, if it lets in.
  ///
  /// @param address where the key came from
  /// @throws easel.api.http.Problem 503 while Easel waits for its tables, 429 if too many wrong
  ///   keys came from there lately
  public Optional<String> begin(String key, String address) {
    requireSchema();
    var customer =
        ApiKey.parse(key)
            .flatMap(
                parsed ->
                    rows.findByKey(parsed.publicPart())
                        .filter(known -> parsed.hash().matches(known.hash()))
                        .map(_ -> CUSTOMER + parsed.publicPart()));
    if (customer.isPresent()) {
      return customer;
    }
    if (!operator.matches(key, address)) {
      return Optional.empty();
    }
    transactions.executeWithoutResult(_ -> noteOperator(address));
    return Optional.of(OPERATOR + Sha256.of(key).hex());
  }

  private void noteOperator(String address) {
    Actor.operator();
    var facts = List.of(Fact.of("address", null, address));
    audit.note(null, Kind.OPERATOR_SIGNED_IN, "pages", facts);
  }

  /// Whether the session of this name is the operator's, or was once.
  public static boolean isOperators(String session) {
    return session.startsWith(OPERATOR);
  }

  /// The customer whose session this is, if its key still lets in.
  ///
  /// @throws easel.api.http.Problem 503 while Easel waits for its tables
  public Optional<Customer> customer(String session) {
    requireSchema();
    return session.startsWith(CUSTOMER)
        ? rows.findByKey(keyOf(session)).map(CustomerRows.Keyed::customer)
        : Optional.empty();
  }

  /// The public part of the key with which a customer's session began.
  public static String keyOf(String session) {
    return session.substring(CUSTOMER.length());
  }

  /// Whether the session of this name is the operator's, and its key still the operator's.
  ///
  /// @throws easel.api.http.Problem 503 while Easel waits for its tables
  public boolean isOperator(String session) {
    requireSchema();
    return isOperators(session)
        && operator.expected().hex().equals(session.substring(OPERATOR.length()));
  }

  private void requireSchema() {
    if (!schema.isReady()) {
      throw CustomerAuthentication.starting();
    }
  }
}
