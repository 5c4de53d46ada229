package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CustomerPageSliceTests {
  private static final String HOME = "/operator/customers";
  private final TestApi api = TestApi.shared();

  @Test
  void aCustomerIsMadeAndItsKeyShownOnce() {
    var operator = PageClient.ofOperator(api);
    var made = operator.submit(HOME, HOME, "name", "Atelier <b>", "plan", "PRO");
    var key = made.page().select("#key").text();
    assertThat(made.page().select("h1").text()).isEqualTo("Atelier <b>");
    assertThat(new Http(api.operator().base(), key).get("/api/v1/account").status()).isEqualTo(200);

    // and nowhere again
    var page = operator.open(pathOf(made));
    assertThat(page.body()).doesNotContain(key);
    assertThat(operator.open(HOME + "?after=" + (number(made) - 1)).text())
        .contains("Atelier <b>", "PRO");
  }

  @Test
  void whatIsWrongIsSaidBesideItsField() {
    var operator = PageClient.ofOperator(api);
    var nameless = operator.submit(HOME, HOME, "name", " ", "plan", "TRIAL");
    assertThat(nameless.status()).isEqualTo(400);
    assertThat(nameless.error("name")).contains("required");
    assertThat(nameless.page().select("option[selected]").eachAttr("value"))
        .containsExactly("TRIAL");

    var long201 = operator.submit(HOME, HOME, "name", "x".repeat(201), "plan", "NONE");
    assertThat(long201.error("name")).contains("200");
    assertThat(long201.error("plan")).contains("TRIAL, STANDARD, PRO or DEDICATED");
    assertThat(long201.page().select("#name").val()).hasSize(201);
    assertThat(operator.submit(HOME, HOME, "name", "a\0", "plan", "TRIAL").error("name"))
        .contains("U+0000");
  }

  @Test
  void aCustomerIsRenamedAndChangesItsPlan() {
    var customer = api.customer("STANDARD");
    var operator = PageClient.ofOperator(api);
    var path = HOME + "/" + customer.id();
    var changed = operator.submit(path, path, "name", "Renamed", "plan", "DEDICATED");
    assertThat(changed.notice()).contains("changed");
    assertThat(changed.page().select("h1").text()).isEqualTo("Renamed");
    var account = customer.http().get("/api/v1/account").json();
    assertThat(account.required("name").asString()).isEqualTo("Renamed");
    assertThat(account.required("plan").asString()).isEqualTo("DEDICATED");
  }

  @Test
  void aDeactivatedCustomerIsRefusedUntilItIsActiveAgain() {
    var customer = api.customer("STANDARD");
    var operator = PageClient.ofOperator(api);
    var path = HOME + "/" + customer.id();
    assertThat(operator.submit(path, path + "/active").text()).contains("deactivated");
    assertThat(customer.http().get("/api/v1/account").status()).isEqualTo(401);
    assertThat(operator.submit(path, path + "/active").notice()).contains("active");
    assertThat(customer.http().get("/api/v1/account").status()).isEqualTo(200);
  }

  @Test
  void aKeyIsAddedAndRevoked() {
    var customer = api.customer("STANDARD");
    var operator = PageClient.ofOperator(api);
    var path = HOME + "/" + customer.id();
    var added = operator.submit(path, path + "/keys").page().select("#key").text();
    var second = new Http(customer.http().base(), added);
    assertThat(second.get("/api/v1/account").status()).isEqualTo(200);

    var publicPart = added.substring(6, 22);
    var revoked = operator.submit(path, path + "/keys/" + publicPart + "/revoke");
    assertThat(revoked.notice()).contains("revoked");
    assertThat(second.get("/api/v1/account").status()).isEqualTo(401);
    assertThat(customer.http().get("/api/v1/account").status()).isEqualTo(200);
  }

  @Test
  void bannedWordsOfACustomerHoldAtOnce() {
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var operator = PageClient.ofOperator(api);
    var path = HOME + "/" + customer.id() + "/banned-words";
    var changed = operator.submit(path, path, "words", "gryphon\n\nroc");
    assertThat(changed.page().select("textarea").val()).isEqualTo("gryphon\nroc");
    assertThat(customer.tryImagine("a Gryphon").status()).isEqualTo(422);

    var bad = operator.submit(path, path, "words", "x".repeat(101));
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.error("words")).contains("100");
    assertThat(bad.page().select("textarea").val()).hasSize(101);
    assertThat(operator.submit(path, path, "words", "r\0c").error("words")).contains("U+0000");
  }

  @Test
  void whoIsNotThereIsNotFoundAndWhoIsNotTheOperatorStaysOutside() {
    assertThat(PageClient.ofOperator(api).open(HOME + "/1").status()).isEqualTo(404);
    assertThat(PageClient.ofOperator(api).open(HOME + "/1/banned-words").status()).isEqualTo(404);
    var customer = PageClient.of(api.customer("STANDARD"));
    for (var page : new String[] {"customers", "failures", "instances", "audit", "banned-words"}) {
      assertThat(customer.open("/operator/" + page).status()).as(page).isEqualTo(403);
    }
  }

  private static String pathOf(PageClient.Answer page) {
    return HOME + "/" + number(page);
  }

  private static long number(PageClient.Answer page) {
    return Long.parseLong(page.page().select(".head .soft").text().replace("number ", ""));
  }
}
