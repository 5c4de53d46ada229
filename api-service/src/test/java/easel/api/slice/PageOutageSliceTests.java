package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;

/// What is to be had of an instance that has lost what all of it is kept in.
class PageOutageSliceTests {
  private static final List<String> PAGES =
      List.of("/board", "/make", "/jobs", "/accounts", "/webhooks");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TestApi api = TestApi.shared();
  private final TestCustomer customer = api.customer("STANDARD");

  @Test
  void whatPagesLookAndActByNeedsNeitherPostgreSqlNorRedis() {
    try (var alone = api.startAnother()) {
      var pages = PageClient.of(customer, TestApi.uri(alone));
      var assets = assetsOf(pages);
      assertThat(assets)
          .contains(
              "/assets/easel.css", "/assets/board.js", "/webjars/htmx.org/2.0.7/dist/htmx.min.js");

      alone.getBean(HikariDataSource.class).close();
      alone.getBean(RedissonClient.class).shutdown();

      assertThat(pages.get("/board").status()).as("a page").isGreaterThanOrEqualTo(500);
      for (var asset : assets) {
        var answer = pages.get(asset);
        assertThat(answer.status()).as(asset).isEqualTo(200);
        assertThat(answer.header("Content-Type").orElseThrow()).as(asset).startsWith(typeOf(asset));
        assertThat(answer.header("Cache-Control")).as(asset).contains("no-cache");
      }
    }
  }

  @Test
  void whatKnowsNoSessionNeedsNotLookForOne() {
    try (var alone = api.startAnother()) {
      var pages = PageClient.of(customer, TestApi.uri(alone));
      alone.getBean(HikariDataSource.class).close();

      assertThat(pages.open("/docs").status()).as("the API's description").isEqualTo(200);
      assertThat(pages.get("/api/v1/account").status()).as("a call without a key").isEqualTo(401);
    }
  }

  @Test
  void withoutRedisItIsSaidWhatIsNotInForceUntilRedisIsBack() {
    customer.linkReady();
    customer.job("a red fox");
    var queue = "/board/queues/customer-" + customer.id();
    try (var way = new Relay(URI.create(Brokers.fromEnvironment().redisUrl()));
        var alone = api.startAnother("--easel.redis.url=" + way.address())) {
      var pages = PageClient.of(customer, TestApi.uri(alone));
      var operator = new PageClient(TestApi.uri(alone)).signIn(TestApi.OPERATOR);
      var board = pages.open("/board");
      assertThat(operator.get("/operator/instances").text()).doesNotContain("Redis does not");

      way.cut();

      var told = pages.submitPart(board, queue + "/pause");
      assertThat(told.status()).isEqualTo(503);
      assertThat(told.header("HX-Retarget")).contains("#notices");
      assertThat(told.notice()).contains("Redis did not answer", "not in force yet");
      assertThat(pages.get("/board").status()).isEqualTo(200);
      assertThat(operator.get("/operator/instances").text()).contains("Redis does not answer");

      way.mend();

      await("the operator is told so no longer")
          .atMost(PATIENCE)
          .until(() -> !operator.get("/operator/instances").text().contains("Redis does not"));
      await("it is in force")
          .atMost(PATIENCE)
          .until(() -> pages.postPart(board, queue + "/resume").status() == 200);
    }
  }

  private static Set<String> assetsOf(PageClient pages) {
    var assets = new LinkedHashSet<String>();
    for (var path : PAGES) {
      var answer = pages.get(path);
      assertThat(answer.status()).as(path).isEqualTo(200);
      for (var used : answer.page().select("link[href], script[src]")) {
        assets.add(used.hasAttr("src") ? used.attr("src") : used.attr("href"));
      }
    }
    return assets;
  }

  private static String typeOf(String asset) {
    if (asset.endsWith(".css")) {
      return "text/css";
    }
    return asset.endsWith(".js") ? "text/javascript" : "image/svg+xml";
  }
}
