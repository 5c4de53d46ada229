package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.id.JobId;
import org.junit.jupiter.api.Test;

class MakePageSliceTests {
  private static final String IMAGINE = "/make/imagine";
  private final TestApi api = TestApi.shared();

  @Test
  void whatIsChosenBesideThePromptIsPutBehindIt() {
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var browser = PageClient.of(customer);
    var made =
        browser.submit(
            "/make",
            IMAGINE,
            "prompt",
            " a red fox ",
            "ratio",
            "3:2",
            "stylize",
            "250",
            "no",
            "text, people",
            "speed",
            "relax",
            "pictures",
            "https://example.com/a.png\n\nhttps://example.com/b.png");
    var job = madeJob(made);
    assertThat(customer.job(job).required("prompt").asString())
        .isEqualTo(
            "https://example.com/a.png https://example.com/b.png a red fox --ar 3:2 --stylize 250"
                + " --no text, people --relax");

    // and the job is shown below what was typed, for the next one like it
    assertThat(made.page().select(".made a").attr("href")).isEqualTo("/jobs/" + job);
    assertThat(made.page().select("[hx-get=/jobs/" + job + "/live]")).hasSize(1);
    assertThat(made.page().select("#ratio").val()).isEqualTo("3:2");
  }

  @Test
  void whatIsWrongIsSaidBesideItsFieldAndNothingTypedIsLost() {
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var page =
        PageClient.of(customer)
            .submit(
                "/make",
                IMAGINE,
                "prompt",
                "a fox --chaos 5",
                "ratio",
                "wide",
                "stylize",
                "70000",
                "chaos",
                "10",
                "seed",
                "1 --tile",
                "no",
                "text");
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.error("ratio")).contains("two whole numbers");
    assertThat(page.error("stylize")).contains("0 to 1000");
    assertThat(page.error("chaos")).contains("in one place");
    assertThat(page.error("seed")).contains("One value");
    assertThat(page.error("no")).isEmpty();
    assertThat(page.page().select("#prompt").val()).isEqualTo("a fox --chaos 5");
    assertThat(page.page().select("#ratio").val()).isEqualTo("wide");
    assertThat(page.page().select("#no").val()).isEqualTo("text");

    // also where the prompt itself is at fault, or a picture, or nothing is there
    var browser = PageClient.of(customer);
    assertThat(browser.submit("/make", IMAGINE, "prompt", "a fox --nope").error("prompt"))
        .contains("--nope");
    assertThat(browser.submit("/make", IMAGINE, "prompt", " ").error("prompt"))
        .contains("A prompt is expected");
    assertThat(
            browser
                .submit("/make", IMAGINE, "prompt", "a", "pictures", "https://a.example/\nnope")
                .error("pictures"))
        .contains("Picture 2");
  }

  @Test
  void whatNoDatabaseHoldsIsRefused() {
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var browser = PageClient.of(customer);
    assertThat(browser.submit("/make", IMAGINE, "prompt", "a\0b").error("prompt"))
        .contains("U+0000");
    assertThat(browser.submit("/make/shorten", "/make/shorten", "prompt", "a\0b").error("prompt"))
        .contains("U+0000");
    assertThat(browser.submit("/make", IMAGINE, "prompt", "a", "key", "\0").status())
        .isEqualTo(400);
  }

  @Test
  void theAccountIsChosenOrTakenInTurn() {
    var customer = api.customer("PRO");
    var first = customer.linkReady();
    var second = customer.linkReady();
    var browser = PageClient.of(customer);
    for (var account : new Object[] {second, second, first}) {
      var made = browser.submit("/make", IMAGINE, "prompt", "a fox", "account", account.toString());
      assertThat(customer.job(madeJob(made)).required("account").required("id").asString())
          .isEqualTo(account.toString());
    }
    // somebody else's is not there
    var other = PageClient.of(api.customer("PRO"));
    var refused = other.submit("/make", IMAGINE, "prompt", "a fox", "account", first.toString());
    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.text()).contains("There is no such account");
  }

  @Test
  void describeBlendAndShortenAreAskedForToo() {
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var browser = PageClient.of(customer);
    var described =
        browser.submit("/make/describe", "/make/describe", "url", "https://example.com/a.png");
    assertThat(customer.status(madeJob(described))).isEqualTo("QUEUED");
    var shortened =
        browser.submit("/make/shorten", "/make/shorten", "prompt", "a very very red fox");
    assertThat(customer.status(madeJob(shortened))).isEqualTo("QUEUED");

    assertThat(browser.submit("/make/describe", "/make/describe", "url", "x").error("url"))
        .contains("url");
    var blend =
        browser.submit(
            "/make/blend",
            "/make/blend",
            "pictures",
            "https://example.com/a.png",
            "dimensions",
            "SQUARE");
    assertThat(blend.error("pictures")).contains("2 to 5");
    assertThat(blend.page().select("option[selected]").eachAttr("value")).containsExactly("SQUARE");
    assertThat(browser.open("/make/nonsense").status()).isEqualTo(404);
  }

  @Test
  void aFormThatIsSentTwiceMakesOneJob() {
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var browser = PageClient.of(customer);
    var form = browser.open("/make");
    var first = madeJob(browser.submit(form, IMAGINE, "prompt", "once"));
    var second = madeJob(browser.submit(form, IMAGINE, "prompt", "once"));
    assertThat(second).isEqualTo(first);

    // with something else in it, it has to be sent once more
    var used = browser.submit(form, IMAGINE, "prompt", "twice");
    assertThat(used.status()).isEqualTo(409);
    assertThat(used.text()).contains("press Make once more");
    assertThat(used.page().select("#prompt").val()).isEqualTo("twice");
    assertThat(madeJob(browser.submit(used, IMAGINE))).isNotEqualTo(first);
  }

  @Test
  void whatTheMadeJobWillNeedIsThereBeforeItIsAskedFor() {
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var browser = PageClient.of(customer);
    var made = browser.submit("/make", IMAGINE, "prompt", "a fox").page();
    assertThat(made.select("script[src$=/region.js]")).hasSize(1);
    assertThat(made.select("script[src$=/jobs.js]")).hasSize(1);
    assertThat(browser.open("/make").page().select("script[src$=/region.js]")).isEmpty();
  }

  private static JobId madeJob(PageClient.Answer page) {
    assertThat(page.status()).as(page.text()).isEqualTo(200);
    return JobId.of(page.page().select(".made h2 a").text());
  }
}
