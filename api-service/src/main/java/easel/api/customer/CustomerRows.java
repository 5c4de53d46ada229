package easel.api.customer;

import easel.api.database.Columns;
import easel.api.digest.Sha256;
import easel.api.plan.Plan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Customers and keys in PostgreSQL.
@Repository
class CustomerRows {
  /// A customer and the hash of the key by which it was found.
  record Keyed(Customer customer, Sha256 hash) {}

  /// A key as it can be listed.
  record KeyRow(String id, Instant createdAt, @Nullable Instant revokedAt) {}

  /// A customer with what belongs to it.
  ///
  /// @param accounts that are linked
  /// @param keys that let in
  record Listed(Customer customer, int accounts, int keys) {}

  private final JdbcClient jdbc;

  CustomerRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  long insert(String name, Plan plan) {
    return jdbc.sql("insert into customer (name, plan) values (?, ?) returning id")
        .param(name)
        .param(plan.name())
        .query(Long.class)
        .single();
  }

  void update(Customer customer) {
    jdbc.sql("update customer set name = ?, plan = ?, active = ? where id = ?")
        .param(customer.name())
        .param(customer.plan().name())
        .param(customer.active())
        .param(customer.id())
        .update();
  }

  Optional<Customer> find(long id) {
    return jdbc.sql("select id, name, plan, active from customer where id = ?")
        .param(id)
        .query((row, _) -> customer(row))
        .optional();
  }

  Optional<Customer> lock(long id) {
    return jdbc.sql("select id, name, plan, active from customer where id = ? for no key update")
        .param(id)
        .query((row, _) -> customer(row))
        .optional();
  }

  List<Customer> all() {
    return jdbc.sql("select id, name, plan, active from customer order by id")
        .query((row, _) -> customer(row))
        .list();
  }

  List<Listed> listed(long after, int limit) {
    return jdbc.sql(
            """
            select c.id, c.name, c.plan, c.active,
              (select count(*) from account where customer = c.id and linked) as accounts,
              (select count(*) from api_key where customer = c.id and revoked_at is null) as keys
            from (
              select id, name, plan, active from customer
              where id > ? order by id limit ?) c
            order by c.id
            """)
        .param(after)
        .param(limit)
        .query((row, _) -> new Listed(customer(row), row.getInt("accounts"), row.getInt("keys")))
        .list();
  }

  Optional<Keyed> findByKey(String publicPart) {
    return jdbc.sql(
            """
            select c.id, c.name, c.plan, c.active, k.hash
            from api_key k join customer c on c.id = k.customer
            where k.public_part = ? and k.revoked_at is null and c.active
            """)
        .param(publicPart)
        .query((row, _) -> new Keyed(customer(row), new Sha256(row.getString("hash"))))
        .optional();
  }

  void insertKey(long customer, ApiKey key) {
    jdbc.sql("insert into api_key (public_part, customer, hash) values (?, ?, ?)")
        .param(key.publicPart())
        .param(customer)
        .param(key.hash().hex())
        .update();
  }

  List<KeyRow> keys(long customer) {
    return jdbc.sql(
            """
            select public_part, created_at, revoked_at from api_key
            where customer = ? order by created_at, public_part
            """)
        .param(customer)
        .query(
            (row, _) ->
                new KeyRow(
                    row.getString("public_part"),
                    Columns.instant(row, "created_at"),
                    Columns.instantOrNull(row, "revoked_at")))
        .list();
  }

  boolean revokeKey(long customer, String publicPart) {
    return jdbc.sql(
                """
                update api_key set revoked_at = coalesce(revoked_at, now())
                where customer = ? and public_part = ?
                """)
            .param(customer)
            .param(publicPart)
            .update()
        == 1;
  }

  /// @return whether there was none before
  boolean insertOperatorKey(Sha256 hash) {
    return jdbc.sql("insert into operator_key (hash) values (?) on conflict do nothing")
            .param(hash.hex())
            .update()
        == 1;
  }

  Optional<Sha256> operatorKey() {
    return jdbc.sql("select hash from operator_key")
        .query((row, _) -> new Sha256(row.getString("hash")))
        .optional();
  }

  private static Customer customer(ResultSet row) throws SQLException {
    return new Customer(
        row.getLong("id"),
        row.getString("name"),
        Plan.valueOf(row.getString("plan")),
        row.getBoolean("active"));
  }
}
