package easel.api.job;

import easel.api.database.Columns;
import easel.common.id.AccountId;
import easel.common.id.JobId;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Finds jobs in PostgreSQL, newest first. However many a customer has, a page of them is found in
/// a moment: docs/adr/0014 says by what.
@Repository
class SearchRows {
  /// How many of the newest jobs are looked through before those with the words are gathered from
  /// all that ever were. What fills a page among these is never gathered, so that a frequent word
  /// costs no more than a rare one.
  private static final int WINDOW = 30_000;

  private static final String GIVEN_UP = "57014"; // PostgreSQL: query_canceled

  /// How many of the newest jobs in a state or of an account are looked at for each that is asked
  /// for. These lie apart from each other, so that a look at one costs more.
  private static final int WINDOW_FOR_EACH = 100;

  /// What a job must be, to be found.
  ///
  /// @param ids one of these, null for any
  /// @param terms all of these
  /// @param from the least id
  /// @param before below this id
  /// @param upTo the greatest id
  /// @param unretried whether it must not have been submitted again
  record Wanted(
      long customer,
      @Nullable List<JobId> ids,
      List<String> terms,
      @Nullable Status status,
      @Nullable Long account,
      @Nullable JobId from,
      @Nullable JobId before,
      @Nullable JobId upTo,
      boolean unretried) {
    private boolean asksOfJob() {
      return status != null || account != null || unretried;
    }

    Wanted in(Status only) {
      return new Wanted(customer, ids, terms, only, account, from, before, upTo, unretried);
    }
  }

  /// What a text is looked up by.
  ///
  /// @param wordless whether a text was given in which there is no word
  record Terms(List<String> all, boolean wordless) {}

  /// An account that a customer can choose.
  record Choice(AccountId id, String label, boolean linked) {}

  private record Unfound(JobId id, @Nullable String prompt) {}

  private final JdbcClient jdbc;

  SearchRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// A text in the case in which words are compared; PostgreSQL does so too, but for letters beyond
  /// ASCII only where its locale knows them.
  static @Nullable String folded(@Nullable String text) {
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }

  /// Has the rest of this transaction planned for the very words that are looked for: a plan for
  /// any word takes a frequent one for a rare one.
  void planForEach() {
    jdbc.sql(
            """
            select set_config('plan_cache_mode', 'force_custom_plan', true),
              set_config('statement_timeout', '10s', true)
            """)
        .query((_, _) -> true)
        .single();
  }

  /// Whether PostgreSQL gave a search up, which took longer than it may.
  static boolean isTooSlow(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && GIVEN_UP.equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  Terms terms(
      long customer, @Nullable Operation operation, @Nullable String words, @Nullable String ref) {
    return jdbc.sql(
            """
            select job_terms(:customer, :operation, :words, :ref) as terms,
              :words::text is not null and search_words(:words) = '{}' as wordless
            """)
        .param("customer", customer)
        .param("operation", operation == null ? null : operation.command(), Types.VARCHAR)
        .param("words", folded(words), Types.VARCHAR)
        .param("ref", ref, Types.VARCHAR)
        .query(
            (row, _) ->
                new Terms(
                    List.of((String[]) row.getArray("terms").getArray()),
                    row.getBoolean("wordless")))
        .single();
  }

  /// The jobs of which a message at Discord told.
  List<JobId> ofMessage(long customer, String message) {
    return jdbc.sql(
            """
            select distinct t.job from trace t join job j on j.id = t.job
            where t.discord_message = ? and j.customer = ?
            """)
        .param(message)
        .param(customer)
        .query((row, _) -> Columns.job(row, "job"))
        .list();
  }

  List<Choice> accounts(long customer) {
    return jdbc.sql(
            "select id, label, linked from account where customer = ? order by linked desc, id")
        .param(customer)
        .query(
            (row, _) ->
                new Choice(
                    new AccountId(row.getLong("id")),
                    row.getString("label"),
                    row.getBoolean("linked")))
        .list();
  }

  /// Those of them whose last change is this one of their customer, or came before it.
  Set<JobId> unchangedSince(long change, Collection<JobId> jobs) {
    return jdbc.sql("select id from job where id = any(:jobs) and change <= :change")
        .param("jobs", values(jobs))
        .param("change", change)
        .query((row, _) -> Columns.job(row, "id"))
        .set();
  }

  private static UUID[] values(Collection<JobId> ids) {
    return ids.stream().map(JobId::value).toArray(UUID[]::new);
  }

  /// Adds the terms of jobs that have none.
  ///
  /// @param from the least id that is looked at
  /// @return how many there were, at most so many as asked for
  int addMissing(JobId from, int limit) {
    var missing =
        jdbc.sql(
                """
                select j.id, j.prompt from job j
                where j.id >= :from and not exists (
                  select from job_search s where s.customer = j.customer and s.job = j.id)
                order by j.id limit :limit
                """)
            .param("from", from.value())
            .param("limit", limit)
            .query((row, _) -> new Unfound(Columns.job(row, "id"), row.getString("prompt")))
            .list();
    missing.forEach(this::addTerms);
    return missing.size();
  }

  private void addTerms(Unfound job) {
    jdbc.sql(
            """
            insert into job_search (customer, job, terms)
            select customer, id, job_terms(customer, command::json ->> 'command', :searched, ref)
            from job where id = :job
            on conflict (customer, job) do nothing
            """)
        .param("searched", folded(job.prompt()), Types.VARCHAR)
        .param("job", job.id().value())
        .update();
  }

  /// Moves what was inserted lately to its place in the index of terms.
  void putInOrder() {
    jdbc.sql("select gin_clean_pending_list('job_search_terms')").query((_, _) -> true).single();
  }

  /// Newest first.
  List<JobId> find(Wanted wanted, int limit) {
    if (wanted.terms().isEmpty()) {
      return byColumns(wanted, limit);
    }
    if (wanted.ids() != null) {
      return amongNamed(wanted, limit);
    }
    if (wanted.asksOfJob()) {
      var newest = amongNewestByColumns(wanted, limit);
      return newest.size() < limit ? amongAllByColumns(wanted, limit) : newest;
    }
    var newest = amongNewest(wanted, limit);
    return newest.size() < limit ? amongAll(wanted, limit) : newest;
  }

  // Each column that is asked for, and both together, have an index in the order of ids.
  private List<JobId> byColumns(Wanted wanted, int limit) {
    var with = new Conditions(wanted);
    with.range("j.id");
    with.columns();
    return list(
        with, "select j.id from job j where j.customer = :customer", "order by j.id desc", limit);
  }

  private List<JobId> amongNamed(Wanted wanted, int limit) {
    var with = new Conditions(wanted);
    with.range("j.id");
    with.columns();
    with.terms("s");
    return list(
        with,
        """
        select j.id from job j
        join job_search s on s.customer = j.customer and s.job = j.id
        where j.customer = :customer\
        """,
        "order by j.id desc",
        limit);
  }

  // The newest ones are read off an index, without the jobs' rows.
  private List<JobId> amongNewestByColumns(Wanted wanted, int limit) {
    var within = new Conditions(wanted);
    within.range("j.id");
    within.columns();
    within.put("window", WINDOW_FOR_EACH * limit);
    within.put("terms", wanted.terms().toArray(String[]::new));
    return list(
        within,
        "select n.id from (select j.id from job j where j.customer = :customer",
        """
        order by j.id desc limit :window) n
        join job_search s on s.customer = :customer and s.job = n.id
        where s.terms @> :terms::text[] order by n.id desc\
        """,
        limit);
  }

  // With hits in order the planner may look at their jobs one by one until there are enough, where
  // most of them match; or read off an index which jobs match, where few do.
  private List<JobId> amongAllByColumns(Wanted wanted, int limit) {
    var hits = new Conditions(wanted);
    hits.range("s.job");
    hits.terms("s");
    var with = new Conditions(wanted);
    with.range("j.id");
    with.columns();
    hits.text
        .append(" order by s.job desc offset 0) hits join job j on j.id = hits.job")
        .append(" where j.customer = :customer")
        .append(with.text);
    hits.parameters.putAll(with.parameters);
    return list(
        hits,
        "select hits.job as id from (select s.job from job_search s where s.customer = :customer",
        "order by hits.job desc",
        limit);
  }

  private List<JobId> amongNewest(Wanted wanted, int limit) {
    var within = new Conditions(wanted);
    within.range("s.job");
    within.put("window", WINDOW);
    within.put("terms", wanted.terms().toArray(String[]::new));
    return list(
        within,
        "select n.job as id from (select s.job, s.terms from job_search s where s.customer = :customer",
        """
        order by s.job desc limit :window) n
        where n.terms @> :terms::text[] order by n.job desc\
        """,
        limit);
  }

  // Sorted only when all are gathered: else the planner, which takes hits to be spread evenly,
  // would go through the jobs by their ids once more.
  private List<JobId> amongAll(Wanted wanted, int limit) {
    var with = new Conditions(wanted);
    with.range("s.job");
    with.terms("s");
    return list(
        with,
        "select hits.job as id from (select s.job from job_search s where s.customer = :customer",
        "offset 0) hits order by hits.job desc",
        limit);
  }

  private List<JobId> list(Conditions with, String select, String order, int limit) {
    return jdbc.sql(select + with.text + " " + order + " limit :limit")
        .params(with.parameters)
        .param("customer", with.wanted.customer())
        .param("limit", limit)
        .query((row, _) -> Columns.job(row, "id"))
        .list();
  }

  /// What a query asks for beside its customer.
  private static final class Conditions {
    private final Wanted wanted;
    private final StringBuilder text = new StringBuilder();
    private final Map<String, Object> parameters = new HashMap<>();

    Conditions(Wanted wanted) {
      this.wanted = wanted;
    }

    /// What the id tells.
    void range(String id) {
      and(id + " >= :from", "from", value(wanted.from()));
      and(id + " < :before", "before", value(wanted.before()));
      and(id + " <= :upTo", "upTo", value(wanted.upTo()));
      var ids = wanted.ids();
      and(id + " = any(:ids)", "ids", ids == null ? null : values(ids));
    }

    private static @Nullable UUID value(@Nullable JobId id) {
      return id == null ? null : id.value();
    }

    /// @param value null where nothing is asked for
    void and(String condition, String name, @Nullable Object value) {
      if (value != null) {
        text.append(" and ").append(condition);
        parameters.put(name, value);
      }
    }

    void put(String name, Object value) {
      parameters.put(name, value);
    }

    void terms(String table) {
      var all = wanted.terms().toArray(String[]::new);
      and(table + ".terms @> :terms::text[]", "terms", all);
    }

    /// What only the job's own row tells.
    void columns() {
      var status = wanted.status();
      and("j.status = :status", "status", status == null ? null : status.name());
      and("j.account = :account", "account", wanted.account());
      if (wanted.unretried()) {
        text.append(" and not exists (select from job_retry r where r.job = j.id)");
      }
    }
  }
}
