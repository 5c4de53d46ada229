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
  void whatCannotBeReadOfTheWorkersIsNotMadeUp() throws Exception {
    var operator = PageClient.ofOperator(api);
    assertThat(operator.open(HOME).text()).contains("the workers' tables are in another database");

    // given tables as the workers make them
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
        where number <> 7;
        """);
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
