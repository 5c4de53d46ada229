package easel.api.customer;

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
class Customers {
  /// @param key shown once
  record Created(Customer customer, ApiKey key) {}

  private final CustomerRows rows;
  private final Queues queues;
  private final DirectoryWriter directory;

  Customers(CustomerRows rows, Queues queues, DirectoryWriter directory) {
    this.rows = rows;
    this.queues = queues;
    this.directory = directory;
  }

  Created create(String name, Plan plan) {
    return directory
        .write(
            change -> {
              var id = rows.insert(name, plan);
              var key = ApiKey.random();
              rows.insertKey(id, key);
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
              queues.arrange(id, change);
              return after;
            })
        .eventually();
  }

  List<Customer> all() {
    return rows.all();
  }

  Customer require(long id) {
    return rows.find(id).orElseThrow(() -> Problem.notFound("customer"));
  }

  @Transactional
  ApiKey addKey(long customer) {
    var key = ApiKey.random();
    rows.insertKey(require(customer).id(), key);
    return key;
  }

  List<CustomerRows.KeyRow> keys(long customer) {
    return rows.keys(require(customer).id());
  }

  void revokeKey(long customer, String key) {
    if (!rows.revokeKey(customer, key)) {
      throw Problem.notFound("key");
    }
  }
}
