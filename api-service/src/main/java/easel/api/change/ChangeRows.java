package easel.api.change;

import easel.api.database.Columns;
import easel.common.id.JobId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Changes and their numbers in PostgreSQL.
@Repository
public class ChangeRows {
  /// A change, by its number.
  record Numbered(long number, JobId job) {}

  private final JdbcClient jdbc;

  ChangeRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Takes the next numbers, as many for each customer as are asked for. To be called when the
  /// transaction needs no other lock any more: until it ends, nobody else takes numbers of these
  /// customers.
  ///
  /// @param changes how many, by customer
  /// @return the last number taken, by customer
  public Map<Long, Long> take(Map<Long, Integer> changes) {
    var customers = changes.keySet().stream().sorted().toArray(Long[]::new);
    if (lock(customers) < customers.length) {
      insert(customers);
      lock(customers);
    }
    var counts = List.of(customers).stream().map(changes::get).toArray(Integer[]::new);
    var taken = new HashMap<Long, Long>();
    jdbc.sql(
            """
            update change_counter c set last_change = c.last_change + w.count
            from unnest(?::bigint[], ?::int[]) as w (customer, count)
            where c.customer = w.customer
            returning c.customer, c.last_change
            """)
        .param(customers)
        .param(counts)
        .query(
            row -> {
              taken.put(row.getLong("customer"), row.getLong("last_change"));
            });
    return taken;
  }

  /// Locks the counters in the order of customers, as everywhere: nobody waits in a circle.
  ///
  /// @return how many there are
  private int lock(Long[] customers) {
    return jdbc.sql(
            """
            select customer from change_counter
            where customer = any(?::bigint[]) order by customer for no key update
            """)
        .param(customers)
        .query(Long.class)
        .list()
        .size();
  }

  private void insert(Long[] customers) {
    jdbc.sql(
            """
            insert into change_counter (customer)
            select * from unnest(?::bigint[]) as missing (customer) order by customer
            on conflict do nothing
            """)
        .param(customers)
        .update();
  }

  /// The number of the customer's last change.
  long last(long customer) {
    return jdbc.sql(
            """
            select coalesce(
              (select last_change from change_counter where customer = ?), 0) as last_change
            """)
        .param(customer)
        .query(Long.class)
        .single();
  }

  /// The first changes after this one, in order.
  List<Numbered> after(long customer, long number, int limit) {
    return jdbc.sql(
            """
            select change, job from trace
            where customer = ? and change > ? order by change limit ?
            """)
        .param(customer)
        .param(number)
        .param(limit)
        .query((row, _) -> new Numbered(row.getLong("change"), Columns.job(row, "job")))
        .list();
  }
}
