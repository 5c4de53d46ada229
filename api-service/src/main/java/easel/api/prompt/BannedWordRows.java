package easel.api.prompt;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Banned words in PostgreSQL, as they were given.
@Repository
class BannedWordRows {
  private final JdbcClient jdbc;

  BannedWordRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<String> of(long customer) {
    return jdbc.sql("select words from banned_words where customer = ?")
        .param(customer)
        .query((row, _) -> words(row))
        .optional()
        .orElse(List.of());
  }

  /// The words of several, in the order of their numbers.
  List<String> of(long one, long other) {
    return jdbc
        .sql("select words from banned_words where customer in (?, ?) order by customer")
        .param(one)
        .param(other)
        .query((row, _) -> words(row))
        .list()
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  boolean isCustomer(long customer) {
    return jdbc.sql("select exists (select from customer where id = ?)")
        .param(customer)
        .query(Boolean.class)
        .single();
  }

  void put(long customer, List<String> words) {
    jdbc.sql(
            """
            insert into banned_words (customer, words) values (?, ?)
            on conflict (customer) do update set words = excluded.words
            """)
        .param(customer)
        .param(words.toArray(String[]::new))
        .update();
  }

  private static List<String> words(ResultSet row) throws SQLException {
    return List.of((String[]) row.getArray("words").getArray());
  }
}
