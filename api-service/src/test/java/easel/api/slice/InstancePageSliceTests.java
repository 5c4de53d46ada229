package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.redisson.client.codec.StringCodec;

class InstancePageSliceTests {
  private static final String HOME = "/operator/instances";
  private final TestApi api = TestApi.shared();

  @Test
  void anApiIsListedWhileItLives() {
    var operator = PageClient.ofOperator(api);
    await("it has beaten")
        .atMost(Duration.ofSeconds(10))
        .until(() -> operator.open(HOME).text().contains("this one"));
  }

  @Test
  void aDispatcherIsListedWithItsPartitionsWhileItBeats() {
    var operator = PageClient.ofOperator(api);
    assertThat(operator.open(HOME).text()).contains("No dispatcher lives");
    var members =
        api.redis().getScoredSortedSet(api.keys().of("dispatchers"), StringCodec.INSTANCE);
    members.add((double) System.currentTimeMillis(), "dispatcher-under-test");
    try {
      var page = operator.open(HOME);
      assertThat(page.text())
          .contains("dispatcher-under-test", "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15")
          .doesNotContain("No dispatcher lives");
    } finally {
      members.remove("dispatcher-under-test");
    }
  }

  @Test
  void aWorkerIsListedWithTheAccountsThatItServes() throws Exception {
    // given a customer's accounts, more than are named, and a shared one
    var customer = api.customer("PRO");
    var first = customer.linkConnecting();
    var operator = PageClient.ofOperator(api);
    var link = "/operator/accounts/link";
    var shared =
        operator.submit(
            link,
            link,
            "serverId",
            "10",
            "channelId",
            "20",
            "userToken",
            "user-" + TestCustomer.newDiscordUser(),
            "midjourneyPlan",
            "BASIC",
            "concurrency",
            "1",
            "label",
            "garden");
    makeWorkers(-1); // none of the partitions is left out
    try {
      // when no others are
      api.sql(
          """
          create table easel_worker.others as
            select id from easel_api.account where linked and id not in (%s, %s);
          update easel_api.account set linked = false
          where id in (select id from easel_worker.others)
          """
              .formatted(first, shared.path().replace("/operator/accounts/", "")));
      var row = operator.open(HOME).page().select("tr:has(code:contains(worker-under-test))");
      assertThat(row.select("[data-label=Accounts]").text()).isEqualTo("2");
      assertThat(row.select("[data-label=Usable]").text()).isEqualTo("0");
      var which = row.select("[data-label=Which]");
      assertThat(which.text()).contains("garden (shared)").doesNotContain("more");
      assertThat(which.select("a").eachAttr("href"))
          .containsExactly("/operator/customers/" + customer.id(), shared.path());

      // when there are more than are named
      for (int i = 0; i < 21; i++) {
        customer.linkConnecting();
      }

      which = operator.open(HOME).page().select("[data-label=Which]");
      assertThat(which.select("a")).hasSize(20);
      assertThat(which.text()).contains("and 3 more");
    } finally {
      api.sql(
          """
          update easel_api.account set linked = true
          where id in (select id from easel_worker.others);
          drop schema easel_worker cascade
          """);
      operator.submit(shared.path() + "/unlink", shared.path() + "/unlink");
    }
  }

  /// Tables as the workers make them, and one worker that serves all partitions but this one.
  private void makeWorkers(int unserved) throws Exception {
    api.sql(
        """
        create schema easel_worker;
        create table easel_worker.partition (
          number smallint primary key, epoch bigint not null default 0, owner integer,
          leased_until timestamptz not null default '-infinity');
        create table easel_worker.worker (
          session integer primary key, name text not null, postmaster timestamptz not null,
          beat timestamptz not null);
        insert into easel_worker.partition (number) select generate_series(0, 15);
        insert into easel_worker.worker values (1, 'worker-under-test', now(), clock_timestamp());
        update easel_worker.partition set owner = 1, leased_until = now() + interval '1 minute'
        where number <> %d;
        """
            .formatted(unserved));
  }

  @Test
  void whatCannotBeReadOfTheWorkersIsNotMadeUp() throws Exception {
    var operator = PageClient.ofOperator(api);
    assertThat(operator.open(HOME).text()).contains("the workers' tables are in another database");

    makeWorkers(7);
    try {
      var page = operator.open(HOME);
      assertThat(page.text())
          .contains("worker-under-test", "0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15")
          .contains("Nobody serves the partitions 7");
    } finally {
      api.sql("drop schema easel_worker cascade");
    }
  }
}
