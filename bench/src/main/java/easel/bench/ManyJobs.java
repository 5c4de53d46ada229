package easel.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Fills the api's tables with ended jobs of one customer, as accepting and ending them would, with
/// prompts whose words are as unlike in frequency as those of a language.
final class ManyJobs {
  /// In one job of about so many each, oldest to newest.
  static final String RARE = "quetzalcoatl";

  private static final int BATCH = 50_000;
  private static final int RARE_ONES = 7;

  // A word for each rank: the syllables of its number. The rank of a word in a prompt is drawn so
  // that the word of rank n is one n-th as frequent as the first (Zipf).
  private static final String WORD =
      """
      create function easel_api.bench_word(rank int) returns text language sql immutable as $$
        select syllable[(rank & 31) + 1] || syllable[((rank >> 5) & 31) + 1]
          || syllable[((rank >> 10) & 31) + 1]
        from (select array['ba','ce','di','fo','gu','ha','je','ki','lo','mu','na','pe','ri','so',
          'tu','va','we','xi','yo','zu','bra','cle','dri','flo','gru','sha','tre','kri','plo','stu',
          'cha','que'] as syllable) s
      $$
      """;

  private ManyJobs() {}

  /// @param accounts of the customer
  static void fill(Connection database, long customer, List<Long> accounts, int jobs)
      throws SQLException {
    try (var sql = database.createStatement()) {
      sql.execute("set search_path = easel_api, public");
      sql.execute(WORD);
      sql.execute("select setseed(0.4)");
      for (var from = 1; from <= jobs; from += BATCH) {
        sql.execute(batch(customer, accounts, jobs, from));
        System.err.printf("  … %,d jobs%n", Math.min(jobs, from + BATCH - 1));
      }
      settle(sql);
    }
  }

  private static String batch(long customer, List<Long> accounts, int jobs, int from) {
    var ids = String.join(", ", accounts.stream().map(String::valueOf).toList());
    return """
      with made as materialized (
        select n,
          timestamptz '2025-11-01' + make_interval(secs => n * %3$d.0 / %4$d) as at,
          (array[%2$s])[1 + n %% %5$d] as account,
          case when random() < 0.93 then 'DONE' when random() < 0.7 then 'FAIL' else 'CANCELLED' end
            as status,
          (select string_agg(easel_api.bench_word(floor(exp(random() * ln(20000)))::int), ' ')
            from generate_series(1, 8 + (n %% 17)))
          || case when n %% (%4$d / %6$d) = 5 then ' %7$s' else '' end
          || case when random() < 0.6 then ' --ar 3:2 --v 7' else '' end as prompt
        from generate_series(%8$d::bigint, %9$d) n),
      given as materialized (
        select made.*, (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0')
          || '7' || lpad(to_hex(n %% 4096), 3, '0') || '8' || substr(md5(n::text), 1, 15))::uuid as id,
          (1300000000000000000 + n * 1000)::text as message
        from made),
      jobs as (
        insert into easel_api.job (id, customer, queue, number, command, prompt, ref, account, status,
          published, claimed, progress, sent, reason, picture, message, buttons, created_at,
          updated_at, sent_at, finished_at, change)
        select id, %1$d, 'account-' || account, n, json_build_object('command', 'Imagine', 'prompt', prompt),
          prompt, case when n %% 3 = 0 then 'order-' || n end, account, status, true, true, 100, true,
          case when status = 'FAIL' then 'TIMEOUT' end,
          case when status = 'DONE' then md5(n::text) || md5((-n)::text) end,
          case when status = 'DONE' then
            json_build_object('id', message, 'channel', '9', 'server', '8', 'flags', 0) end,
          case when status = 'DONE' then
            '[{"label":"U1","customId":"MJ::JOB::upsample::1::x"},{"label":"V4","customId":"MJ::JOB::variation::4::x"}]' end,
          at, at, at + interval '2 s', at + interval '42 s', n
        from given),
      found_by as (
        insert into easel_api.job_search (customer, job, terms)
        select %1$d, id, easel_api.job_terms(%1$d, 'Imagine', prompt,
          case when n %% 3 = 0 then 'order-' || n end)
        from given)
      insert into easel_api.trace (job, at, step, account, progress, discord_message, discord_channel)
      select id, at + interval '1 s' * step.number, step.name, account, step.progress,
        case when step.told then (message::bigint + step.number)::text end,
        case when step.told then '9' end
      from given cross join (values (0, 'accepted', null::int, false),
        (2, 'progress', 31, true), (3, 'ended', null, true)) step (number, name, progress, told)
      """
        .formatted(
            customer,
            ids,
            365L * 24 * 3600,
            jobs,
            accounts.size(),
            RARE_ONES,
            RARE,
            from,
            Math.min(jobs, from + BATCH - 1));
  }

  // What PostgreSQL does by itself soon after such a load.
  private static void settle(Statement sql) throws SQLException {
    for (var table : List.of("job", "job_search", "trace")) {
      sql.execute("vacuum analyze easel_api." + table);
    }
    sql.execute("checkpoint");
  }
}
