package easel.api.slice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who gets to see the pages: only whoever signed in with a key, only its own pages, and only as
/// long as the key lets in.
class SignInSliceTests {
  private static final String SESSION = "easel_session";
  private final TestApi api = TestApi.shared();

  @Test
  void aCustomersKeyOpensTheCustomersPagesAndNotTheOperators() {
    var pages = browser();
    var first = pages.submit("/", "/sign-in", "key", api.customer("PRO").http().key());
    assertThat(first.path()).isEqualTo("/board");
    assertThat(first.status()).isEqualTo(200);
    assertThat(pages.open("/").path()).isEqualTo("/board");
    isRefused(pages.open("/operator"));
    isRefused(pages.open("/operator/customers"));
  }

  @Test
  void theOperatorsKeyOpensTheOperatorsPagesAndNotACustomers() {
    var pages = browser();
    var first = pages.submit("/", "/sign-in", "key", TestApi.OPERATOR);
    assertThat(first.path()).isEqualTo("/operator");
    assertThat(first.status()).isEqualTo(200);
    assertThat(pages.open("/").path()).isEqualTo("/operator");
    isRefused(pages.open("/board"));
    isRefused(pages.open("/accounts"));
    // what that says to do can be done there
    assertThat(pages.submit("/accounts", "/sign-out").text()).contains("You are signed out.");
  }

  private static void isRefused(PageClient.Answer answer) {
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.page().select("h1").text()).isEqualTo("Not for this key");
    assertThat(answer.text()).contains("does not open this page");
    assertThat(answer.header("Content-Security-Policy")).isPresent();
  }

  @Test
  void whoHasNoKeyReadsWhereOneComesFrom() {
    assertThat(browser().open("/sign-in").text())
        .contains("Whoever operates Easel gives it to you", "./easel up", "EASEL_ADMIN_KEY");
  }

  @Test
  void aKeyMayHaveBlanksAroundIt() {
    var key = "  " + api.customer("PRO").http().key() + "\n";
    assertThat(browser().submit("/sign-in", "/sign-in", "key", key).path()).isEqualTo("/board");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "easel_0123456789abcdef_nothing", "the-operators-key-not"})
  void aWrongKeyIsToldSoAndBeginsNoSession(String key) throws SQLException {
    var pages = browser();
    var sessions = sessions();
    var answer = pages.submit("/sign-in", "/sign-in", "key", key);
    assertThat(answer.path()).isEqualTo("/sign-in");
    assertThat(answer.text()).contains("This key is not known.");
    assertThat(answer.body()).doesNotContain("easel_0123456789abcdef_nothing");
    assertThat(pages.open("/board").path()).isEqualTo("/sign-in");
    assertThat(sessions()).isEqualTo(sessions);
  }

  @Test
  void whoTriesKeyAfterKeyHasToWait() {
    var customer = api.customer("PRO").http().key();
    try (var wary = api.startAnother("--easel.rate-limit.guesses=3/60s")) {
      var site = TestApi.uri(wary);
      var pages = new PageClient(site);
      for (int i = 0; i < 2; i++) {
        assertThat(pages.submit("/sign-in", "/sign-in", "key", "guess " + i).text())
            .contains("This key is not known.");
      }
      var admin = "/api/v1/admin/customers";
      assertThat(new Http(site, "guess").get(admin).status()).isEqualTo(401);

      // then whether a key is right is not told any more, wherever it is tried
      for (var key : List.of("another guess", TestApi.OPERATOR)) {
        var later = pages.submit("/sign-in", "/sign-in", "key", key);
        assertThat(later.path()).isEqualTo("/sign-in");
        assertThat(later.text()).contains("Wait a minute").doesNotContain("not known.");
        var refused = new Http(site, key).get(admin);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isPresent();
        assertThat(refused.header("RateLimit-Policy")).contains("\"guesses\";q=3;w=60");
        assertThat(refused.header("RateLimit").orElse("")).startsWith("\"guesses\";r=0;t=");
      }
      // but nobody guesses a customer's
      assertThat(pages.submit("/sign-in", "/sign-in", "key", customer).path()).isEqualTo("/board");
      assertThat(new Http(site, customer).get("/api/v1/account").status()).isEqualTo(200);
    }
  }

  @Test
  void aSignInOfTheOperatorIsNoted() throws SQLException {
    var noted = "easel_api.audit where kind = 'OPERATOR_SIGNED_IN'";
    var before = api.count(noted);
    var operator = PageClient.ofOperator(api);
    assertThat(api.count(noted)).isEqualTo(before + 1);
    var entries =
        operator.open("/operator/audit?kind=OPERATOR_SIGNED_IN").page().select("tbody tr");
    assertThat(entries.eachText().getFirst())
        .contains("operator", "Operator signed in", "127.0.0.1");
    // and of nobody else
    browser().submit("/sign-in", "/sign-in", "key", "x");
    PageClient.of(api.customer("PRO"));
    assertThat(api.count(noted)).isEqualTo(before + 1);
  }

  @Test
  void aKeyThatNoTextCanHoldIsNotKnownEither() {
    var answer = browser().submit("/sign-in", "/sign-in", "key", "easel_0123456789abcde\0_x");
    assertThat(answer.text()).contains("This key is not known.");
  }

  @Test
  void whoIsNotSignedInSeesNoPageAndLeavesNoSession() throws SQLException {
    var sessions = sessions();
    for (var page : List.of("/board", "/make", "/jobs", "/accounts", "/webhooks", "/operator")) {
      assertThat(browser().open(page).path()).as(page).isEqualTo("/sign-in");
    }
    browser().open("/");
    browser().open("/sign-in");
    assertThat(sessions()).isEqualTo(sessions);
  }

  @Test
  void aScriptsRequestWithoutASessionTakesTheWholePageToTheSignIn() {
    var pages = browser();
    var part = pages.getPart(pages.open("/sign-in"), "/board");
    assertThat(part.header("HX-Redirect")).contains("/sign-in");
    assertThat(part.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/jobs?status=DONE", "/webhooks", "/accounts"})
  void thePageThatWasAskedForIsShownAfterTheSignIn(String page) {
    var pages = browser();
    var asked = pages.open(page);
    assertThat(asked.path()).isEqualTo("/sign-in");
    var shown = pages.submit(asked, "/sign-in", "key", api.customer("PRO").http().key());
    assertThat(shown.uri().toString()).endsWith(page);
  }

  @Test
  void theSessionOpensNothingOfTheApi() {
    var pages = PageClient.of(api.customer("PRO"));
    assertThat(pages.get("/api/v1/account").status()).isEqualTo(401);
    assertThat(pages.get("/api/v1/midjourney/messages").status()).isEqualTo(401);
    var operator = PageClient.ofOperator(api);
    assertThat(operator.get("/api/v1/admin/customers").status()).isEqualTo(401);
  }

  @Test
  void aKeyInAHeaderOpensNoPage() {
    assertThat(api.customer("PRO").http().get("/board").status()).isEqualTo(302);
  }

  @Test
  void theCookieIsOutOfReachOfScriptsAndOfOtherSites() {
    var pages = browser();
    var asked = pages.open("/sign-in");
    var answer = pages.send(asked, "/sign-in", "key", api.customer("PRO").http().key());
    var cookies = answer.headers().allValues("Set-Cookie");
    assertThat(cookies)
        .filteredOn(cookie -> cookie.startsWith(SESSION + "="))
        .singleElement()
        .asString()
        .contains("HttpOnly", "SameSite=Lax", "Path=/");
    assertThat(cookies)
        .filteredOn(cookie -> cookie.startsWith("XSRF-TOKEN=") && !cookie.contains("Max-Age=0"))
        // A link from elsewhere comes without a strict one, and would be answered with another.
        .allSatisfy(cookie -> assertThat(cookie).contains("HttpOnly", "SameSite=Lax"));
  }

  @Test
  void behindAProxyThatEndsTlsCookiesAreKeptFromPlainHttpAndNoRedirectNamesAHost()
      throws Exception {
    try (var behind = api.startAnother("--easel.public-url=https://easel.example")) {
      var site = TestApi.uri(behind);
      var asked = ask(HttpRequest.newBuilder(site.resolve("/jobs?q=fox")));
      assertThat(asked.headers().firstValue("Location")).contains("/sign-in");
      var askedFor = isSecure(asked, "REDIRECT_URI");

      var form = ask(HttpRequest.newBuilder(site.resolve("/sign-in")));
      var token = isSecure(form, "XSRF-TOKEN");
      var sent =
          "key=%s&_csrf=%s"
              .formatted(
                  api.customer("PRO").http().key(),
                  Jsoup.parse(form.body()).select("[name=_csrf]").val());
      var shown =
          ask(
              HttpRequest.newBuilder(site.resolve("/sign-in"))
                  .header("Cookie", askedFor + "; " + token)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(BodyPublishers.ofString(sent)));
      isSecure(shown, SESSION);
      assertThat(shown.headers().firstValue("Location")).contains("/jobs?q=fox");
    }
  }

  private static String isSecure(HttpResponse<String> answer, String cookie) {
    var set =
        answer.headers().allValues("Set-Cookie").stream()
            .filter(each -> each.startsWith(cookie + "=") && !each.contains("Max-Age=0"))
            .toList();
    assertThat(set).singleElement().asString().contains("Secure", "HttpOnly");
    return set.getFirst().substring(0, set.getFirst().indexOf(';'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"//elsewhere.example/", "/\\elsewhere.example", "https://elsewhere.example/", ""})
  void noCookieLeadsElsewhereAfterTheSignIn(String address) throws Exception {
    var pages = browser();
    pages.keep(
        "REDIRECT_URI",
        Base64.getUrlEncoder().withoutPadding().encodeToString(address.getBytes(UTF_8)));
    var key = api.customer("PRO").http().key();
    var shown = pages.send(pages.open("/sign-in"), "/sign-in", "key", key);
    assertThat(shown.header("Location")).contains("/board");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/event-stream", "image/avif,image/*", "*/*"})
  void whatIsNoPageIsNotShownAfterTheSignInAsIfItWereOne(String accepted) throws Exception {
    var site = api.operator().base();
    var asked = HttpRequest.newBuilder(site.resolve("/board/events")).header("Accept", accepted);
    assertThat(ask(asked).headers().allValues("Set-Cookie"))
        .noneMatch(cookie -> cookie.startsWith("REDIRECT_URI="));
  }

  @Test
  void whatCannotBeReadIsNoMistakeOfOurs() throws Exception {
    assertThat(browser().get("/sign-in?%ED%A0%80").status()).isEqualTo(400);
    var unreadable =
        HttpRequest.newBuilder(api.operator().base().resolve("/sign-in"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("key=%zz"));
    assertThat(ask(unreadable).statusCode()).isEqualTo(400);
  }

  @Test
  void anAddressThatNoCookieHasRoomForIsNotKept() {
    var asked = browser().get("/jobs?q=" + "x".repeat(6_500));
    assertThat(asked.status()).isEqualTo(302);
    assertThat(asked.headers().allValues("Set-Cookie"))
        .noneMatch(cookie -> cookie.startsWith("REDIRECT_URI="));
  }

  // Without whatever a browser does by itself.
  private static HttpResponse<String> ask(HttpRequest.Builder request) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      if (request.build().headers().firstValue("Accept").isEmpty()) {
        request.header("Accept", "text/html");
      }
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  @Test
  void aSessionHoldsNoSecret() throws SQLException {
    var customer = api.customer("PRO");
    PageClient.of(customer);
    var key = customer.http().key();
    var secret = key.substring(key.lastIndexOf('_') + 1);
    assertThat(secret).hasSizeGreaterThan(20);
    assertThat(
            api.count(
                "easel_api.spring_session_attributes where position('%s'::bytea in attribute_bytes) > 0"
                    .formatted(secret)))
        .isZero();
    assertThat(api.count("easel_api.spring_session where principal_name like '%" + secret + "%'"))
        .isZero();
  }

  @Test
  void whatIsPostedWithoutTheTokenOfAPageIsRefused() {
    var pages = PageClient.of(api.customer("PRO"));
    var forged = pages.post("/sign-out");
    assertThat(forged.status()).isEqualTo(403);
    assertThat(forged.text()).contains("Nothing was changed");
    assertThat(pages.post("/sign-out", "_csrf", "0b6b5a4e-5e8e-4d4e-9d1e-000000000000").status())
        .isEqualTo(403);
    assertThat(pages.open("/board").path()).isEqualTo("/board");
  }

  @Test
  void theTokenOfBeforeTheSignInIsOfNoUseAfterIt() {
    var pages = browser();
    var before = pages.open("/sign-in");
    var stale = before.page().select("[name=_csrf]").attr("value");
    assertThat(stale).isNotEmpty();
    pages.submit(before, "/sign-in", "key", api.customer("PRO").http().key());
    assertThat(pages.post("/sign-out", "_csrf", stale).status()).isEqualTo(403);
  }

  @Test
  void signingOutEndsTheSessionWhereverItsCookieIsKept() {
    var pages = PageClient.of(api.customer("PRO"));
    var kept = pages.copyAt(api.operator().base());
    assertThat(kept.open("/board").path()).isEqualTo("/board");
    var left = pages.submit("/board", "/sign-out");
    assertThat(left.path()).isEqualTo("/sign-in");
    assertThat(left.text()).contains("You are signed out.");
    assertThat(pages.open("/board").path()).isEqualTo("/sign-in");
    assertThat(kept.open("/board").path()).isEqualTo("/sign-in");
  }

  @Test
  void aRevokedKeyEndsItsSessionsWithTheNextRequest() {
    var customer = api.customer("PRO");
    var pages = PageClient.of(customer);
    var script = pages.copyAt(api.operator().base());
    var board = script.open("/board");
    var keys = "/api/v1/admin/customers/" + customer.id() + "/keys";
    var key = api.operator().get(keys).json().required("items").get(0).required("id").asString();
    assertThat(api.operator().send("DELETE", keys + "/" + key, null).status()).isEqualTo(204);

    var ended = pages.open("/board");
    assertThat(ended.path()).isEqualTo("/sign-in");
    assertThat(ended.text()).contains("The session is over");
    assertThat(script.getPart(board, "/board").header("HX-Redirect")).isPresent();
  }

  @Test
  void theSignInTellsAPageWhetherItsSessionHoldsAndTheTokenOfItsForms() {
    var customer = api.customer("PRO");
    var pages = PageClient.of(customer);
    var told = pages.open("/sign-in");
    assertThat(told.page().select("form[action=/sign-out]")).hasSize(1);
    assertThat(told.page().body().attr("hx-headers")).contains("X-XSRF-TOKEN");
    assertThat(told.page().select("[name=_csrf]")).isNotEmpty();

    var path = "/api/v1/admin/customers/" + customer.id();
    assertThat(api.operator().send("PATCH", path, "{\"active\":false}").status()).isEqualTo(200);
    assertThat(pages.open("/sign-in").page().select("form[action=/sign-out]")).isEmpty();
    assertThat(browser().open("/sign-in").page().select("form[action=/sign-out]")).isEmpty();
  }

  @Test
  void aCustomerWhoIsNoLongerActiveIsOut() {
    var customer = api.customer("PRO");
    var pages = PageClient.of(customer);
    var path = "/api/v1/admin/customers/" + customer.id();
    assertThat(api.operator().send("PATCH", path, "{\"active\":false}").status()).isEqualTo(200);
    assertThat(pages.open("/board").path()).isEqualTo("/sign-in");
  }

  @Test
  void aSessionIsKnownToEveryInstanceAndOutlivesTheOneItBeganAt() {
    var pages = PageClient.of(api.customer("PRO"));
    try (var another = api.startAnother()) {
      var there = pages.copyAt(TestApi.uri(another));
      assertThat(there.open("/board").path()).isEqualTo("/board");
      // and what is sent from there has a token that is taken there
      assertThat(there.submit("/board", "/sign-out").text()).contains("You are signed out.");
    }
    assertThat(pages.open("/board").path()).isEqualTo("/sign-in");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%6aobs", "/j%6Fbs?q=fox"})
  void aPageIsOneHoweverItsPathIsWritten(String path) {
    var page = signedIn().get(path);
    assertThat(page.header("Content-Security-Policy").orElseThrow()).contains("default-src 'none'");
    assertThat(page.header("Cache-Control")).contains("no-store");
  }

  @Test
  void aSessionThatIsOverIsForgotten() throws SQLException {
    // given a session that nobody has used for long
    var over = UUID.randomUUID();
    api.sql(
        """
        insert into easel_api.spring_session (primary_id, session_id, creation_time,
          last_access_time, max_inactive_interval, expiry_time) values ('%1$s', '%1$s', 0, 0, 1, 1000)
        """
            .formatted(over));

    // when an instance starts, then it is forgotten as soon as the tables are there
    try (var _ = api.startAnother()) {
      await("it is forgotten")
          .until(
              () -> api.count("easel_api.spring_session where primary_id = '" + over + "'") == 0);
    }
  }

  @Test
  void springSessionForgetsNothingByItselfAsItWouldBeginBeforeTheTablesAreThere() {
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("spring-session-"));
  }

  @Test
  void aPageMayUseNothingButItsOwn() {
    for (var page : List.of(browser().get("/sign-in"), signedIn().get("/board"))) {
      assertThat(page.header("Content-Security-Policy").orElseThrow())
          .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'")
          .doesNotContain("unsafe", "http:", "https:", "*");
      assertThat(page.header("X-Content-Type-Options")).contains("nosniff");
      assertThat(page.header("Referrer-Policy")).contains("no-referrer");
      assertThat(page.header("Cache-Control")).contains("no-store");
      assertThat(page.page().select("[style], [onclick], style, script:not([src])")).isEmpty();
      assertThat(page.page().select("[src], link[href]"))
          .isNotEmpty()
          .allSatisfy(
              used ->
                  assertThat(used.attr("src") + used.attr("href")).matches("/(assets|webjars)/.*"));
    }
  }

  @Test
  void whatAPageUsesIsThere() {
    var pages = browser();
    var used =
        pages.open("/sign-in").page().select("[src], link[href]").stream()
            .map(element -> element.attr("src") + element.attr("href"))
            .toList();
    assertThat(used).hasSizeGreaterThan(3);
    for (var asset : used) {
      assertThat(pages.get(asset).status()).as(asset).isEqualTo(200);
    }
  }

  private PageClient browser() {
    return new PageClient(api.operator().base());
  }

  private PageClient signedIn() {
    return PageClient.of(api.customer("PRO"));
  }

  private long sessions() throws SQLException {
    return api.count("easel_api.spring_session");
  }
}
