package easel.bench;

import easel.systemtests.Deployment;
import easel.systemtests.EaselClient;
import easel.systemtests.EaselClient.Link;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How long a page of the search takes, from the request to the whole page, among very many jobs of
/// one customer.
///
/// @param asked how often each kind of search is made, each time with other values where there are
///   any
record Search(int jobs, int asked) implements Benchmark {
  private static final int ACCOUNTS = 3;
  private static final int WARM_UP = 15;
  private static final double TARGET_P95 = 200;

  /// What is looked for.
  private record Kind(String name, List<String> paths) {}

  /// @throws IllegalArgumentException naming the options there are
  static Search of(List<String> arguments) {
    var options = Options.of(arguments, Map.of("--jobs", 1_000_000, "--asked", 200));
    return new Search(options.number("--jobs"), options.number("--asked"));
  }

  @Override
  public String run() throws Exception {
    try (var easel = Stage.start()) {
      var operator = easel.operator();
      var customer = operator.createCustomer("bench", "PRO");
      var accounts = link(easel, operator.as(customer.apiKey()));
      try (var database = connect(easel);
          var visitor = Visitor.signedIn(easel.address("api-1"), customer.apiKey())) {
        Stage.progress("making %,d jobs".formatted(jobs));
        ManyJobs.fill(database, customer.id(), accounts, jobs);
        var times = new LinkedHashMap<String, Percentiles>();
        for (var kind : kinds(database, accounts)) {
          Stage.progress("looking for: " + kind.name());
          times.put(kind.name(), measure(visitor, kind));
        }
        return markdown(times, sizes(database));
      }
    }
  }

  private static List<Long> link(Deployment easel, EaselClient customer) {
    var accounts = new ArrayList<Long>();
    for (var i = 0; i < ACCOUNTS; i++) {
      var account = easel.simulator().createAccount("BASIC");
      accounts.add(customer.link(Link.of(account, easel.simulator().createChannel(), 3)).id());
    }
    return accounts;
  }

  private static Connection connect(Deployment easel) throws SQLException {
    return DriverManager.getConnection(
        easel.setting("SPRING_DATASOURCE_URL"),
        easel.setting("SPRING_DATASOURCE_USERNAME"),
        setting(easel, "SPRING_DATASOURCE_PASSWORD"));
  }

  private static @Nullable String setting(Deployment easel, String name) {
    try {
      return easel.setting(name);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private List<Kind> kinds(Connection database, List<Long> accounts) throws SQLException {
    var some = some("job", "true");
    var frequent = texts(database, word(1, 3));
    var medium = texts(database, word(240, 340));
    var account = "/jobs?account=" + accounts.getFirst();
    var both = account + "&state=FAIL&q=";
    return List.of(
        new Kind("all, the newest page", List.of("/jobs")),
        new Kind("id", paths("/jobs?q=", texts(database, "select id " + some))),
        new Kind("rare word (7 jobs)", paths("/jobs?q=", List.of(ManyJobs.RARE))),
        new Kind("frequent word (1 job in 2)", words(database, 1, 2)),
        new Kind("word of 1 job in 30", words(database, 40, 60)),
        new Kind("word of 1 job in 200", paths("/jobs?q=", medium)),
        new Kind("word of 1 job in 2,000", words(database, 2_400, 3_400)),
        new Kind("no hit", paths("/jobs?q=", List.of("nowhere", "unheard", "neverwritten"))),
        new Kind("two words, both frequent", pairs(database, 1, 3)),
        new Kind("two words, frequent and rare", pairs(database, 1, 3_000)),
        new Kind("two words, each 1 job in 30", pairs(database, 40, 50)),
        new Kind(
            "ref",
            paths("/jobs?ref=", texts(database, "select ref " + some("job", "ref is not null")))),
        new Kind(
            "account and state",
            accounts.stream()
                .flatMap(
                    it ->
                        Stream.of("FAIL", "CANCELLED", "DONE")
                            .map(state -> "/jobs?account=%d&state=%s".formatted(it, state)))
                .toList()),
        new Kind("frequent word and a state", paths("/jobs?state=FAIL&q=", frequent)),
        new Kind("word of 1 job in 200 and a state", paths("/jobs?state=DONE&q=", medium)),
        new Kind("word of 1 job in 200 and an account", paths(account + "&q=", medium)),
        new Kind("frequent word, account and state", paths(both, frequent)),
        new Kind(
            "word of 1 job in 30, account and state", paths(both, texts(database, word(40, 60)))),
        new Kind("word of 1 job in 200, account and state", paths(both, medium)),
        new Kind(
            "word of 1 job in 2,000, account and state",
            paths(both, texts(database, word(2_400, 3_400)))),
        new Kind("time span of an hour", spans(database)),
        new Kind(
            "message id at Discord",
            paths(
                "/jobs?q=",
                texts(
                    database,
                    "select discord_message " + some("trace", "discord_message is not null")))),
        new Kind(
            "a page far back, frequent word",
            paths(
                "/jobs?q=" + texts(database, word(1, 1)).getFirst() + "&before=",
                texts(database, "select id " + some))));
  }

  /// As many rows of a table as are asked for, from all of the time.
  private String some(String table, String which) {
    var share = Math.min(100.0, 300.0 * asked / jobs);
    return String.format(
        Locale.ROOT,
        "from %s tablesample bernoulli (%.4f) where %s order by random() limit %d",
        table,
        share,
        which,
        asked);
  }

  private static String word(int from, int to) {
    return "select easel_api.bench_word(n) from generate_series(%d, %d) n".formatted(from, to);
  }

  private List<String> words(Connection database, int from, int to) throws SQLException {
    return paths("/jobs?q=", texts(database, word(from, to)));
  }

  private List<String> pairs(Connection database, int one, int other) throws SQLException {
    return paths(
        "/jobs?q=",
        texts(
            database,
            "select easel_api.bench_word(%d + n) || ' ' || easel_api.bench_word(%d + n)"
                    .formatted(one, other)
                + " from generate_series(0, 19) n"));
  }

  private List<String> spans(Connection database) throws SQLException {
    return texts(
        database,
        "select '/jobs?from=' || to_char(at, 'YYYY-MM-DD\"T\"HH24:MI') || '&to='"
            + " || to_char(at + interval '1 hour', 'YYYY-MM-DD\"T\"HH24:MI')"
            + " from (select created_at at time zone 'UTC' as at %s) sampled"
                .formatted(some("job", "true")));
  }

  private static List<String> paths(String before, List<String> values) {
    return values.stream().map(value -> before + Visitor.encoded(value)).toList();
  }

  private static List<String> texts(Connection database, String query) throws SQLException {
    var texts = new ArrayList<String>();
    try (var sql = database.createStatement();
        var rows = sql.executeQuery(query)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    if (texts.isEmpty()) {
      throw new IllegalStateException("expected something to look for, got nothing: " + query);
    }
    return texts;
  }

  private Percentiles measure(Visitor visitor, Kind kind) throws Exception {
    var times = new ArrayList<Long>();
    for (var i = 0; i < WARM_UP + asked; i++) {
      var path = kind.paths().get(i % kind.paths().size());
      var began = System.nanoTime();
      var _ = visitor.get(path);
      if (i >= WARM_UP) {
        times.add(System.nanoTime() - began);
      }
    }
    return Percentiles.of(times.stream().mapToLong(Long::longValue));
  }

  private static Map<String, String> sizes(Connection database) throws SQLException {
    var sizes = new LinkedHashMap<String, String>();
    for (var relation :
        List.of(
            "job",
            "job_search",
            "job_search_terms",
            "job_state",
            "job_account",
            "job_account_state",
            "trace",
            "trace_message")) {
      sizes.put(
          relation,
          texts(
                  database,
                  "select pg_size_pretty(pg_table_size('easel_api.%s'))".formatted(relation))
              .getFirst());
    }
    return sizes;
  }

  private String markdown(Map<String, Percentiles> times, Map<String, String> sizes) {
    var text = new StringBuilder();
    text.append(
        """
        # Search, %s

        From the request for a page of the search to its last byte, one at a time, among %,d jobs of one customer; each kind \
        of search %d times. One of each service, otherwise idle.

        %s, PostgreSQL as `./easel up --private` starts it.

        | looked for | p50 ms | p95 ms | max ms | p95 ≤ %.0f ms |
        | --- | --- | --- | --- | --- |
        """
            .formatted(
                LocalDate.now(Clock.systemUTC()), jobs, asked, Machine.described(), TARGET_P95));
    times.forEach(
        (name, took) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %.1f | %s |%n",
                    name,
                    took.milliseconds(0.5),
                    took.milliseconds(0.95),
                    took.milliseconds(1),
                    took.verdict(0.95, TARGET_P95))));
    text.append(String.format("%n| table or index | size |%n| --- | --- |%n"));
    sizes.forEach((name, size) -> text.append("| %s | %s |%n".formatted(name, size)));
    return text.toString();
  }
}
