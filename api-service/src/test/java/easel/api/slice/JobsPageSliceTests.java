package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.message.AccountMessage.End;
import easel.common.message.Button;
import easel.common.message.DiscordMessage;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.common.message.Picture;
import easel.common.message.Reply.AccountState;
import easel.common.message.Reply.AccountState.Status;
import easel.common.message.Reply.Ended;
import easel.common.message.Reply.Sending;
import easel.common.message.Reply.Sent;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JobsPageSliceTests {
  private static final AtomicLong MESSAGES = new AtomicLong(1_300_000_000_000_000_000L);
  private final TestApi api = TestApi.shared();
  private final TestCustomer customer = api.customer("STANDARD");
  private final PageClient pages = PageClient.of(customer);

  @Test
  void anEmptyListSaysWhatToDoNext() {
    var page = pages.open("/jobs");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).contains("No jobs yet");
    assertThat(page.page().select("main a[href=/make]")).isNotEmpty();
  }

  @Test
  void jobsAreShownNewestFirstAsAGalleryOrATable() {
    var account = customer.linkReady();
    var jobs = IntStream.range(0, 3).mapToObj(i -> customer.job("fox " + i)).toList();
    done(jobs.getFirst(), account);

    var gallery = pages.open("/jobs");
    assertThat(shown(gallery)).isEqualTo(jobs.reversed());
    assertThat(gallery.page().select(".gallery img").attr("src"))
        .matches("/pictures/[^/?]+\\?width=256");

    var table = pages.open(gallery.page().select(".views a:contains(Table)").attr("href"));
    assertThat(shown(table)).isEqualTo(jobs.reversed());
    assertThat(table.page().select(".gallery")).isEmpty();
    assertThat(table.page().select("form.search input[name=view]").val()).isEqualTo("table");
  }

  @Test
  void manyJobsAreReadPageByPage() {
    customer.linkReady();
    var jobs = IntStream.range(0, 50).mapToObj(i -> customer.job("fox " + i)).toList();
    var first = pages.open("/jobs?q=fox&view=table");
    assertThat(shown(first)).isEqualTo(jobs.reversed().subList(0, 48));
    var second = pages.open(first.page().select("a[rel=next]").attr("href"));
    assertThat(shown(second)).isEqualTo(jobs.reversed().subList(48, 50));
    assertThat(second.page().select("a[rel=next]")).isEmpty();
    assertThat(second.page().select("#q").val()).isEqualTo("fox");
  }

  @Test
  void jobsAreFoundByWhateverIsKnownOfThem() throws Exception {
    var account = customer.linkReady();
    var fox = imagine("A red/blue Fox, v6.1", "order-5 lisbon");
    var hare = customer.job("a red hare --ar 3:2");
    var robot = customer.job("a tin robot");
    var message = done(fox, account);
    failed(hare, account);

    // in the one box
    assertThat(found("q=fox")).containsExactly(fox);
    assertThat(found("q=RED")).containsExactly(hare, fox);
    assertThat(found("q=blue red")).containsExactly(fox);
    assertThat(found("q=Lisbon")).containsExactly(fox);
    assertThat(found("q=red robot")).isEmpty();
    assertThat(found("q=re")).isEmpty();
    assertThat(found("q=!?")).isEmpty();
    assertThat(found("q=" + robot)).containsExactly(robot);
    assertThat(found("q=" + message)).containsExactly(fox);

    // by the fields
    assertThat(found("ref=order-5 lisbon")).containsExactly(fox);
    assertThat(found("ref=order-5")).isEmpty();
    assertThat(found("state=FAIL")).containsExactly(hare);
    assertThat(found("state=QUEUED")).containsExactly(robot);
    assertThat(found("account=" + account)).containsExactly(hare, fox);
    assertThat(found("operation=IMAGINE")).containsExactly(robot, hare, fox);
    assertThat(found("operation=BLEND")).isEmpty();
    assertThat(found("q=red&state=DONE&account=" + account + "&operation=IMAGINE"))
        .containsExactly(fox);
    assertThat(found("q=" + message + "&state=FAIL")).isEmpty();

    // by time
    assertThat(found("from=2026-01-01")).containsExactly(robot, hare, fox);
    assertThat(found("to=2026-01-01")).isEmpty();
    assertThat(found("q=red&from=2026-01-01&to=2999-01-01")).containsExactly(hare, fox);
  }

  @Test
  void whatOnlyAnOldJobHoldsIsFoundBehindThousandsOfNewerOnes() throws Exception {
    var account = customer.linkReady();
    var fox = customer.job("a red fox");
    done(fox, account);
    var hare = customer.job("a red hare");
    done(hare, account);
    insertNewer(hare, 6_000);
    var both = "&state=DONE&account=" + account;

    assertThat(found("q=red fox" + both)).containsExactly(fox);
    assertThat(found("q=fox&state=DONE")).containsExactly(fox);
    assertThat(found("q=fox&account=" + account)).containsExactly(fox);
    assertThat(found("q=fox&from=2026-01-01" + both)).containsExactly(fox);
    assertThat(found("q=fox&state=FAIL")).isEmpty();
    var page = pages.open("/jobs?q=red&view=table" + both);
    assertThat(shown(page)).hasSize(48).doesNotContain(fox, hare);
    var older = pages.open(page.page().select("a[rel=next]").attr("href"));
    assertThat(shown(older)).hasSize(48).doesNotContainAnyElementsOf(shown(page));
  }

  @Test
  void nothingMatchesIsSaidWithTheWayBack() {
    customer.linkReady();
    customer.job("fox");
    var page = pages.open("/jobs?q=hare");
    assertThat(page.text()).contains("Nothing matches").doesNotContain("No jobs yet");
    assertThat(page.page().select("main a[href=/jobs]")).isNotEmpty();
  }

  @Test
  void badValuesComeBackBesideTheirFieldsAndNothingTypedIsLost() {
    var page = pages.get("/jobs?q=red+fox&from=soon&account=7&state=OPEN&view=table");
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.error("from")).contains("2026-11-27");
    assertThat(page.error("account")).contains("one of your accounts");
    assertThat(page.error("state")).contains("QUEUED");
    assertThat(page.page().select("#q").val()).isEqualTo("red fox");
    assertThat(page.page().select("#from").val()).isEqualTo("soon");
    assertThat(page.page().select("#state option[selected]").val()).isEqualTo("OPEN");
    assertThat(pages.get("/jobs?before=x").status()).isEqualTo(400);
  }

  @Test
  void somebodyElsesJobIsNotThere() {
    var account = customer.linkReady();
    var job = customer.job("a secret fox");
    var message = done(job, account);
    var other = PageClient.of(api.customer("STANDARD"));
    for (var path : List.of("/jobs/" + job, "/jobs/" + job + "/live", "/jobs/none")) {
      assertThat(other.get(path).status()).as(path).isEqualTo(404);
    }
    for (var search : List.of("fox", job.toString(), message)) {
      assertThat(other.open("/jobs?q=" + search).text()).as(search).contains("Nothing matches");
    }
    var list = other.open("/jobs");
    for (var action : List.of("press", "cancel", "retry")) {
      var answer =
          other.post("/jobs/%s/%s".formatted(job, action), "_csrf", token(list), "button", "U1");
      assertThat(answer.status()).as(action).isEqualTo(404);
    }
  }

  @Test
  void aWaitingJobSaysWhy() {
    var account = customer.linkReady();
    var jobs = IntStream.range(0, 3).mapToObj(i -> customer.job("fox " + i)).toList();
    jobs.subList(0, 2)
        .forEach(job -> customer.worker().say(new Sending(job, Instant.now(), account)));
    await("two run").until(() -> customer.status(jobs.get(1)).equals("PROCESSING"));
    assertThat(waits(jobs.get(2))).startsWith("2 of 2 slots of your queue busy, position 1");

    customer.http().post("/api/v1/queues/customer-" + customer.id() + "/pause", null);
    assertThat(waits(jobs.get(2))).startsWith("The queue is paused");
    customer.http().post("/api/v1/queues/customer-" + customer.id() + "/resume", null);

    customer
        .worker()
        .say(new AccountState(account, Instant.now(), Status.NEEDS_ATTENTION, "captcha"));
    await("the account is in trouble")
        .untilAsserted(
            () -> assertThat(waits(jobs.get(2))).contains("studio needs attention (captcha)"));
  }

  @Test
  void thePageOfAJobFollowsItToItsEnd() {
    var account = customer.linkReady();
    var job = imagine("a red fox --ar 3:2", "order-5");
    var page = pages.open("/jobs/" + job);
    assertThat(page.page().select("#live").attr("hx-trigger")).isEqualTo("every 1s");
    assertThat(page.text()).contains("order-5", "3:2", "Accepted", "QUEUED");

    await("an open job that looks as before is not shown again")
        .untilAsserted(
            () -> {
              var shown = pages.open("/jobs/" + job);
              var again = pages.getPart(shown, shown.page().select("#live").attr("hx-get"));
              assertThat(again.status()).isEqualTo(204);
              assertThat(again.body()).isEmpty();
            });

    customer
        .worker()
        .say(
            List.of(
                new Sending(job, Instant.now(), account), new Sent(job, Instant.now(), account)));
    done(job, account);
    var part = pages.getPart(page, page.page().select("#live").attr("hx-get"));
    assertThat(part.status()).isEqualTo(200);
    assertThat(part.page().select("#live").attr("hx-trigger")).isEmpty();
    assertThat(part.page().select("#said").attr("hx-swap-oob")).isEqualTo("innerHTML");
    assertThat(part.page().select("#said").text()).isEqualTo("DONE");
    assertThat(part.page().select(".result img").attr("src"))
        .matches("/pictures/[^/?]+\\?width=1024");
    assertThat(part.page().select(".result a[download]")).hasSize(5);
    assertThat(part.page().select(".timeline").text()).contains("Accepted", "At Discord", "Done");
    assertThat(part.page().select("#trace tbody tr").size()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void aFailureSaysWhyAndWhetherMidjourneyWasAsked() {
    var account = customer.linkReady();
    var job = customer.job("fox");
    failed(job, account);
    assertThat(pages.open("/jobs/" + job).text())
        .contains(
            "FAIL", "TIMEOUT", "said nothing for too long", "silence", "Midjourney was asked");
  }

  @Test
  void aPressLeadsToThePageOfTheNewJob() {
    var account = customer.linkReady();
    var job = customer.job("a red fox");
    done(job, account);
    var page = pages.open("/jobs/" + job);
    var pressed = pages.submit(page, "/jobs/" + job + "/press", "button", "U1");
    assertThat(pressed.path()).startsWith("/jobs/").isNotEqualTo("/jobs/" + job);
    assertThat(pressed.notice()).contains("U1 was pressed");
    assertThat(pressed.page().select("a[href=/jobs/" + job + "]")).isNotEmpty();

    // what it does not offer is refused on its own page
    var refused =
        pages.post("/jobs/" + job + "/press", "_csrf", token(page), "button", "Make Square");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.notice()).contains("does not offer the button Make Square");
  }

  @Test
  void aButtonWithADialogAsksForThePromptAndKeepsIt() {
    var account = customer.linkReady();
    var job = customer.job("a red fox");
    done(job, account);
    var page = pages.open("/jobs/" + job);
    var dialogs = page.page().select("dialog");
    assertThat(dialogs.eachText()).anyMatch(text -> text.contains("Custom Zoom"));
    assertThat(dialogs.select("select[name=button] option").eachText()).containsExactly("V4");
    assertThat(dialogs.select("textarea").eachText()).allMatch(text -> text.equals("a red fox"));
    for (var opener : page.page().select("[data-open]")) {
      assertThat(page.page().getElementById(opener.attr("data-open"))).isNotNull();
    }

    // this account has no session of its own that could fill it in
    var refused =
        pages.post(
            "/jobs/" + job + "/press",
            "_csrf",
            token(page),
            "button",
            "Custom Zoom",
            "prompt",
            "a blue fox");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.notice()).contains("secondEar");
    assertThat(refused.page().select("textarea").eachText())
        .allMatch(text -> text.equals("a blue fox"));
  }

  @Test
  void aJobIsCancelledFromItsPage() {
    customer.linkReady();
    var job = customer.job("fox");
    var page = pages.submit("/jobs/" + job, "/jobs/" + job + "/cancel");
    assertThat(page.path()).isEqualTo("/jobs/" + job);
    assertThat(page.notice()).contains("Asked to be cancelled");
    assertThat(page.page().select(".waits").text()).contains("Asked to be cancelled");
    await("a worker is asked").until(() -> isAsked(job));

    customer.worker().say(new Ended(job, Instant.now(), null, new JobEnd.Cancelled(false)));
    await("it is cancelled").until(() -> customer.status(job).equals("CANCELLED"));
    var again = pages.send(page, "/jobs/" + job + "/cancel");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.notice()).contains("ended already");
  }

  @Test
  void aRetryIsANewJobLinkedFromTheOldOne() {
    var account = customer.linkReady();
    var job = imagine("a red fox", "order-5");
    failed(job, account);
    var page = pages.open("/jobs/" + job);
    var again = pages.submit(page, "/jobs/" + job + "/retry");
    var id = again.path().substring("/jobs/".length());
    assertThat(id).isNotEqualTo(job.toString());
    assertThat(again.notice()).contains("Submitted again");
    var view = customer.job(JobId.of(id));
    assertThat(view.required("prompt").asString()).isEqualTo("a red fox");
    assertThat(view.required("ref").asString()).isEqualTo("order-5");
    assertThat(again.page().select("a[href=/jobs/" + job + "]")).isNotEmpty();
    assertThat(pages.open("/jobs/" + job).page().select("a[href=/jobs/" + id + "]")).isNotEmpty();

    // asked for twice it is the same one
    assertThat(pages.submit(page, "/jobs/" + job + "/retry").path()).isEqualTo("/jobs/" + id);
  }

  @Test
  void aJobThatIsDoneIsNotRetried() {
    var account = customer.linkReady();
    var job = customer.job("fox");
    done(job, account);
    var page = pages.open("/jobs/" + job);
    assertThat(page.page().select("form").eachAttr("action"))
        .doesNotContain("/jobs/" + job + "/retry");
    var refused = pages.post("/jobs/" + job + "/retry", "_csrf", token(page));
    assertThat(refused.status()).isEqualTo(409);
  }

  @Test
  void allThatMatchAreCancelledOnceTheirNumberWasSeen() {
    var account = customer.linkReady();
    var ended = customer.job("a red fox");
    done(ended, account);
    var foxes = List.of(customer.job("red fox"), customer.job("blue fox"), customer.job("old fox"));
    var hare = customer.job("red hare");

    var list = pages.open("/jobs?q=fox&view=table");
    var ask = pages.open(list.page().select("a:contains(Cancel all)").attr("href"));
    assertThat(ask.text()).contains("Cancel 3 jobs?");
    var later = customer.job("later fox");
    var done = pages.submit(ask, "/jobs/cancel");

    assertThat(done.notice()).contains("3 jobs asked to be cancelled");
    assertThat(done.uri().getQuery()).contains("q=fox").contains("view=table");
    await("they are asked for").until(() -> foxes.stream().allMatch(this::isCancelAsked));
    assertThat(isCancelAsked(hare)).isFalse();
    assertThat(isCancelAsked(later)).isFalse();
    assertThat(isCancelAsked(ended)).isFalse();
  }

  @Test
  void allThatMatchAreRetriedOnce() {
    var account = customer.linkReady();
    var foxes = List.of(customer.job("red fox"), customer.job("blue fox"));
    foxes.forEach(fox -> failed(fox, account));
    var done = customer.job("green fox");
    done(done, account);
    failed(customer.job("hare"), account);

    var ask = pages.open("/jobs/retry?q=fox");
    assertThat(ask.text()).contains("Retry 2 jobs?");
    var retried = pages.submit(ask, "/jobs/retry");
    assertThat(retried.notice()).contains("2 jobs submitted again.");
    var prompts =
        pages.open("/jobs?q=fox&state=QUEUED&view=table").page().select("a.title").eachText();
    assertThat(prompts).containsExactly("blue fox", "red fox");
    assertThat(pages.open("/jobs/retry?q=fox").text()).contains("None match");
  }

  @Test
  void badValuesComeBackAlsoWhereAllAreMeant() {
    var page = pages.get("/jobs/cancel?q=fox&from=soon");
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.error("from")).isNotEmpty();
    assertThat(page.page().select("#q").val()).isEqualTo("fox");
  }

  private JobId imagine(String prompt, String ref) {
    var body = "{\"prompt\":\"%s\",\"ref\":\"%s\"}".formatted(prompt, ref);
    var answer = customer.http().post("/api/v1/midjourney/imagine", body);
    return JobId.of(answer.json().required("messageId").asString());
  }

  /// @return the id of its message at Discord
  private String done(JobId job, AccountId account) {
    var message = new DiscordMessage(Long.toString(MESSAGES.incrementAndGet()), "20", "10", 0);
    var picture =
        new Picture(
            message,
            "c0ffee00-0000-4000-8000-000000000000",
            "https://cdn.discordapp.com/attachments/1/2/a.png?ex=1",
            "**a** - <@1> (fast)",
            List.of(
                new Button("U1", "MJ::JOB::upsample::1::c0ffee"),
                new Button("V4", "MJ::JOB::variation::4::c0ffee"),
                new Button("Custom Zoom", "MJ::CustomZoom::c0ffee")));
    customer.worker().say(new Ended(job, Instant.now(), account, new JobEnd.Done(picture)));
    await("it is done").until(() -> customer.status(job).equals("DONE"));
    return message.id();
  }

  private void failed(JobId job, AccountId account) {
    var end = new JobEnd.Failed(FailReason.TIMEOUT, "silence for 5 minutes", true);
    customer.worker().say(new Ended(job, Instant.now(), account, end));
    await("it failed").until(() -> customer.status(job).equals("FAIL"));
  }

  /// Makes so many jobs that are as this one, and newer than any.
  private void insertNewer(JobId like, int count) throws Exception {
    api.sql(
        """
        set search_path = easel_api;
        insert into job (id, customer, queue, number, command, prompt, account, status, published,
          claimed, progress, sent, message, buttons, created_at, updated_at, sent_at, finished_at)
        select ('ffffffff-ffff-7fff-8fff-' || lpad(to_hex(n), 12, '0'))::uuid, customer, queue,
          number + n, command, prompt, account, status, published, claimed, progress, sent, message,
          buttons, created_at, updated_at, sent_at, finished_at
        from job, generate_series(1, %2$d) n where id = '%1$s';
        insert into job_search (customer, job, terms)
        select s.customer, j.id, s.terms from job_search s
        join job j on j.customer = s.customer and j.id > s.job where s.job = '%1$s';
        analyze job, job_search
        """
            .formatted(like, count));
  }

  private String waits(JobId job) {
    return pages.open("/jobs/" + job).page().select(".waits").text();
  }

  private List<JobId> found(String query) {
    var page = pages.open("/jobs?view=table&" + query.replace(" ", "%20"));
    assertThat(page.status()).as(query).isEqualTo(200);
    return shown(page);
  }

  private static List<JobId> shown(PageClient.Answer page) {
    return page.page().select(".gallery a, table a.title").eachAttr("href").stream()
        .map(path -> JobId.of(path.substring("/jobs/".length())))
        .toList();
  }

  private static String token(PageClient.Answer page) {
    return page.page().select("input[name=_csrf]").attr("value");
  }

  private boolean isAsked(JobId job) {
    return api.worker().asks().stream()
        .anyMatch(ask -> ask instanceof End end && end.job().equals(job));
  }

  private boolean isCancelAsked(JobId job) {
    try {
      return api.count(
              "easel_api.job where cancel_asked_at is not null and id = '%s'".formatted(job))
          == 1;
    } catch (java.sql.SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
