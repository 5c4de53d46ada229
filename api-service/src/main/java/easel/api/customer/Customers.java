package easel.api.customer;

import easel.api.audit.Audit;
import easel.api.audit.Fact;
import easel.api.audit.Kind;
import easel.api.directory.DirectoryWriter;
import easel.api.http.Problem;
import easel.api.plan.Plan;
import easel.api.queue.Queues;
import java.util.List;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Makes and changes customers and their keys.
@Service
public class Customers {
  /// @param key shown once
  record Created(Customer customer, ApiKey key) {}

  private final CustomerRows rows;
  private final Queues queues;
  private final DirectoryWriter directory;
  private final Audit audit;

  Customers(CustomerRows rows, Queues queues, DirectoryWriter directory, Audit audit) {
    this.rows = rows;
    this.queues = queues;
    this.directory = directory;
    this.audit = audit;
  }

  Created create(String name, Plan plan) {
    return directory
        .write(
            change -> {
              var id = rows.insert(name, plan);
              var key = ApiKey.random();
              rows.insertKey(id, key);
              note(
                  id,
                  Kind.CUSTOMER_MADE,
                  Fact.of("name", null, name),
                  Fact.of("plan", null, plan),
                  Fact.of("key", null, key.publicPart()));
              queues.arrange(id, change);
              return new Created(new Customer(id, name, plan, true), key);
            })
        .eventually();
  }

  Customer change(long id, UnaryOperator<Customer> edit) {
    return directory
        .write(
            change -> {
              var before = rows.lock(id).orElseThrow(() -> Problem.notFound("customer"));
              var after = edit.apply(before);
              rows.update(after);
              note(before, after);
              queues.arrange(id, change);
              return after;
            })
        .eventually();
  }

  /// As the operator lists them, in the order of their numbers, those after this one.
  List<CustomerRows.Listed> listed(long after, int limit) {
    return rows.listed(after, limit);
  }

  List<Customer> all() {
    return rows.all();
  }

  /// @throws Problem 404 if there is none of this number
  public Customer require(long id) {
    return rows.find(id).orElseThrow(() -> Problem.notFound("customer"));
  }

  @Transactional
  ApiKey addKey(long customer) {
    var key = ApiKey.random();
    rows.insertKey(require(customer).id(), key);
    audit.note(customer, Kind.KEY_MADE, "key " + key.publicPart(), List.of());
    return key;
  }

  List<CustomerRows.KeyRow> keys(long customer) {
    return rows.keys(require(customer).id());
  }

  @Transactional
  void revokeKey(long customer, String key) {
    if (!rows.revokeKey(customer, key)) {
      throw Problem.notFound("key");
    }
    audit.note(customer, Kind.KEY_REVOKED, "key " + key, List.of());
  }

  private void note(Customer before, Customer after) {
    if (!before.name().equals(after.name())) {
      note(before.id(), Kind.CUSTOMER_RENAMED, Fact.of("name", before.name(), after.name()));
    }
    if (before.plan() != after.plan()) {
      note(before.id(), Kind.PLAN_CHANGED, Fact.of("plan", before.plan(), after.plan()));
    }
    if (before.active() != after.active()) {
      note(before.id(), after.active() ? Kind.CUSTOMER_ACTIVATED : Kind.CUSTOMER_DEACTIVATED);
    }
  }

  private void note(long customer, Kind kind, Fact... facts) {
    audit.note(customer, kind, "customer " + customer, List.of(facts));
  }
}
