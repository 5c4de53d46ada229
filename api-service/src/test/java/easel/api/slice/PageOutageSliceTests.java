package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;

/// What is to be had of an instance that has lost what all of it is kept in.
class PageOutageSliceTests {
  private static final List<String> PAGES =
      List.of("/board", "/make", "/jobs", "/accounts", "/webhooks");

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
      }
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
