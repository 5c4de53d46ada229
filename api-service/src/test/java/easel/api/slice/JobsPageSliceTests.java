package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.AccountMessage.End;
import easel.common.message.Button;
import easel.common.message.DiscordMessage;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.common.message.LaneJob;
import easel.common.message.Picture;
import easel.common.message.Reply.AccountState;
import easel.common.message.Reply.AccountState.Remedy;
import easel.common.message.Reply.AccountState.Status;
import easel.common.message.Reply.Ended;
import easel.common.message.Reply.Progress;
import easel.common.message.Reply.Sending;
import easel.common.message.Reply.Sent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobsPageSliceTests {
  private static final AtomicLong MESSAGES = new AtomicLong(1_300_000_000_000_000_000L);
  private static final String HELD_UP =
      "pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
          + " and query like '%from job_search s %'";
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
  void theGalleryShowsHowFarAJobIsAndWhyAnotherWaits() {
    var account = customer.linkReady();
    var jobs = IntStream.range(0, 3).mapToObj(i -> customer.job("fox " + i)).toList();
    var running = jobs.getFirst();
    jobs.subList(0, 2)
        .forEach(job -> customer.worker().say(new Sending(job, Instant.now(), account)));
    var preview = "https://cdn.discordapp.com/attachments/1/2/so-far.webp";
    customer.worker().say(new Progress(running, Instant.now(), account, 31, null, preview));
    await("it is drawn").until(() -> customer.job(running).required("progress").asInt() == 31);
    await("the other one runs").until(() -> customer.status(jobs.get(1)).equals("PROCESSING"));

    var gallery = pages.open("/jobs");
    var drawn = gallery.page().select("#card-" + running);
    assertThat(drawn.select("img").attr("src")).isEqualTo("/board/previews/" + running + "?n=31");
    assertThat(drawn.select("progress").val()).isEqualTo("31");
    var why = "2 of 2 slots of your queue busy, position 1";
    assertThat(gallery.page().select("#card-" + jobs.get(2)).text()).contains(why);
    assertThat(gallery.page().select("#card-" + jobs.get(1)).select("img")).isEmpty();
    assertThat(pages.open("/jobs?view=table").page().select("tr:contains(fox 2)").text())
        .contains(why);
  }

  @Test
  void theGalleryIsKeptUpToDateUntilAllOnItHaveEnded() {
    var account = customer.linkReady();
    var ended = customer.job("an old fox");
    done(ended, account);
    var job = customer.job("a red fox");
    await("cards that look as before are not shown again")
        .untilAsserted(
            () -> {
              var shown = pages.open("/jobs");
              var again = pages.getPart(shown, openCards(shown));
              assertThat(again.status()).isEqualTo(204);
            });
    var gallery = pages.open("/jobs");
    assertThat(openCards(gallery)).contains(job.toString()).doesNotContain(ended.toString());

    done(job, account);
    var part = pages.getPart(gallery, openCards(gallery));
    assertThat(part.status()).isEqualTo(200);
    var card = part.page().select("#card-" + job);
    assertThat(card.attr("hx-swap-oob")).isEqualTo("true");
    assertThat(card.select("img").attr("src")).matches("/pictures/[^/?]+\\?width=256");
    assertThat(openCards(part)).isEmpty();
    assertThat(pages.open("/jobs?view=table").page().select("#open-cards")).isEmpty();

    // and somebody else's cards are not there
    var other = PageClient.of(api.customer("STANDARD"));
    var nothing = other.getPart(other.open("/jobs"), openCards(gallery));
    assertThat(nothing.status()).isEqualTo(200);
    assertThat(nothing.body()).doesNotContain(job.toString(), "fox");
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
  void whatAnInstanceOfAnOlderVersionAcceptsIsFoundOnceANewOneRuns() throws Exception {
    customer.linkReady();
    var job = imagine("Ärmel of a FOX", "order-6");
    api.sql("delete from easel_api.job_search where job = '" + job + "'");
    assertThat(found("q=fox")).isEmpty();
    try (var _ = api.startAnother()) {
      await("it is found").until(() -> found("q=%C3%A4rmel").equals(List.of(job)));
    }
    assertThat(found("ref=order-6&operation=IMAGINE")).containsExactly(job);
  }

  @Test
  void searchesThatTakeLongLeaveRoomForEverythingElse() throws Exception {
    try (var holder = holdingUpSearches();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var searches =
          IntStream.range(0, 16)
              .mapToObj(_ -> threads.submit(() -> pages.get("/jobs?q=fox").status()))
              .toList();
      await("four are under way").until(() -> heldUp() == 4);
      assertThat(customer.http().get("/api/v1/account").status()).isEqualTo(200);
      await("the others are told to come back")
          .until(() -> searches.stream().filter(Future::isDone).count() == 12);
      assertThat(heldUp()).isEqualTo(4);
      holder.rollback();
      var statuses = new ArrayList<Integer>();
      for (var search : searches) {
        statuses.add(search.get());
      }
      assertThat(statuses).containsOnly(200, 503);
      assertThat(statuses).filteredOn(status -> status == 503).hasSize(12);
    }
  }

  @Test
  void aSearchThatPostgresqlGivesUpIsToBeNarrower() throws Exception {
    try (var _ = holdingUpSearches();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var search = threads.submit(() -> pages.get("/jobs?q=fox"));
      await("it is under way").until(() -> heldUp() == 1);
      api.sql("select pg_cancel_backend(pid) from " + HELD_UP);
      assertThat(search.get().status()).isEqualTo(400);
      assertThat(search.get().error("q")).contains("time span");
    }
  }

  /// Nobody finds anything by words until this is rolled back.
  private Connection holdingUpSearches() throws SQLException {
    var holder = api.connect();
    holder.setAutoCommit(false);
    try (var sql = holder.createStatement()) {
      sql.execute("lock table easel_api.job_search in access exclusive mode");
    }
    return holder;
  }

  private long heldUp() throws SQLException {
    return api.count(HELD_UP);
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
  void aPartThatIsGoneIsToldOnceHoweverOftenItIsAskedFor() {
    var part = pages.getPart(pages.open("/jobs"), "/jobs/none/live");
    assertThat(part.status()).isEqualTo(404);
    assertThat(part.header("HX-Retarget")).contains("#notices");
    assertThat(part.header("HX-Reswap")).contains("innerHTML");
    assertThat(part.notice()).contains("There is no such job");
  }

  @Test
  void anAddressThatCannotBeReadIsNoMistakeOfOurs() {
    assertThat(pages.get("/jobs?q=%ED%A0%80").status()).isEqualTo(400);
    assertThat(pages.get("/jobs?q=%ED%A0%80").text()).contains("percent-encoded");
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
        .say(
            new AccountState(
                account,
                Instant.now(),
                Status.NEEDS_ATTENTION,
                "captcha",
                Remedy.CHECK_AGAIN,
                null));
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
    assertThat(page.text()).contains("order-5", "3:2", "Accepted", "Queued");

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
    assertThat(part.page().select("#said").text()).isEqualTo("Done");
    assertThat(part.page().select(".result img").attr("src"))
        .matches("/pictures/[^/?]+\\?width=1024");
    assertThat(part.page().select(".result a[download]")).hasSize(5);
    assertThat(part.page().select(".timeline").text()).contains("Accepted", "At Discord", "Done");
    assertThat(part.page().select("#trace tbody tr").size()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void whatARegionIsMarkedWithIsThereBeforeTheResultIs() {
    var account = customer.linkReady();
    var job = customer.job("a red fox");
    var page = pages.open("/jobs/" + job);
    assertThat(page.page().select("script[src$=/region.js]")).hasSize(1);

    done(job, account);
    var part = pages.getPart(page, page.page().select("#live").attr("hx-get"));
    assertThat(part.page().select(".result")).hasSize(1);
    assertThat(part.page().select("script")).as("no script of a part runs").isEmpty();
  }

  @Test
  void aFailureSaysWhyAndWhetherMidjourneyWasAsked() {
    var account = customer.linkReady();
    var job = customer.job("fox");
    failed(job, account);
    assertThat(pages.open("/jobs/" + job).text())
        .contains(
            "Failed", "TIMEOUT", "said nothing for too long", "silence", "Midjourney was asked");
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

    // a second click is the same press; another button, or the same on the page anew, is another
    assertThat(press(page, job, "U1").path()).isEqualTo(pressed.path());
    assertThat(press(page, job, "V4").path()).isNotEqualTo(pressed.path());
    assertThat(press(pages.open("/jobs/" + job), job, "U1").path()).isNotEqualTo(pressed.path());

    // what it does not offer is refused on its own page
    var refused =
        pages.post("/jobs/" + job + "/press", "_csrf", token(page), "button", "Make Square");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.notice()).contains("does not offer the button Make Square");
  }

  @Test
  void buttonsThatNobodyCanFillInLeadToTheSettingThatChangesIt() {
    var account = customer.linkReady();
    var job = customer.job("a red fox");
    done(job, account);

    var deaf = pages.open("/jobs/" + job).page();
    assertThat(deaf.select("[data-open]").eachText())
        .containsExactly("Custom Zoom…", "Vary (Region)…", "With another prompt…");
    assertThat(deaf.select("[data-open]:not([disabled])")).isEmpty();
    assertThat(deaf.select("button[value=U1]:not([disabled])")).hasSize(1);
    assertThat(deaf.select("dialog")).isEmpty();
    var setting = deaf.select(".result .hint a").attr("href");
    assertThat(setting).isEqualTo("/accounts/" + account + "#ear-title");
    assertThat(pages.open(setting).page().select("#ear-title")).hasSize(1);

    hear(account, true);
    var heard = pages.open("/jobs/" + job).page();
    assertThat(heard.select("[data-open]:not([disabled])")).hasSize(3);
    assertThat(heard.select(".result > .hint")).isEmpty();

    // an account that is not one's own any more has no setting
    hear(account, false);
    customer.http().send("DELETE", "/api/v1/discord/accounts/" + account, null);
    var unlinked = pages.open("/jobs/" + job).page();
    assertThat(unlinked.select("[data-open]:not([disabled])")).isEmpty();
    assertThat(unlinked.select(".result > .hint")).hasSize(1);
    assertThat(unlinked.select(".result > .hint a")).isEmpty();
  }

  @Test
  void aButtonWithADialogAsksForThePromptAndKeepsIt() {
    var account = customer.linkReady();
    hear(account, true);
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

    // what cannot be taken is told beside it, in its dialog, which is open again
    var longest = "x".repeat(6_001);
    var refused = fillIn(page, job, "Custom Zoom", longest, "");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.notice()).isEmpty();
    var again = refused.page().select("dialog[open]");
    assertThat(again.select("h2").text()).isEqualTo("Custom Zoom");
    assertThat(again.select("textarea[aria-invalid=true]").text()).isEqualTo(longest);
    assertThat(again.select(".field [role=alert]").text()).contains("6000");
    var others = refused.page().select("dialog:not([open])");
    assertThat(others.select("textarea").eachText()).containsOnly("a red fox");
    assertThat(others.select("[role=alert]:not([hidden])")).isEmpty();
    assertThat(refused.page().select("[data-painted]")).isEmpty();

    // nor is what was painted lost
    var mask = "data:image/png;base64,iVBORw0KGgpmb3g=%";
    var painted = fillIn(page, job, "Vary (Region)", "a blue fox", mask);
    assertThat(painted.status()).isEqualTo(400);
    var region = painted.page().select("dialog[open]");
    assertThat(region.select("h2").text()).isEqualTo("Vary (Region)");
    assertThat(region.select("textarea:not([aria-invalid])").text()).isEqualTo("a blue fox");
    assertThat(region.select("[data-painted]").eachAttr("value")).containsExactly(mask);
    assertThat(region.select("[role=alert]:not([hidden])")).hasSize(1);

    // nor what is filled in for a button of several
    hear(account, false);
    var remix = fillIn(page, job, "V4", "a blue fox", "");
    assertThat(remix.status()).isEqualTo(409);
    var remixed = remix.page().select("dialog[open]");
    assertThat(remixed.select("option[selected]").text()).isEqualTo("V4");
    assertThat(remixed.select("textarea").text()).isEqualTo("a blue fox");
    assertThat(remixed.select("[role=alert]").text()).contains("session at Discord");
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "imagine {'prompt':'a"
            + " fox','account':%s,'base64Array':['iVBORw0KGgpmb3g=','iVBORw0KGgpvd2w=']}",
        "describe {'base64':'iVBORw0KGgpmb3g='}",
        "blend {'dimensions':'SQUARE','base64Array':['iVBORw0KGgpmb3g=','iVBORw0KGgpvd2w=']}"
      })
  void aRetryTakesThePicturesAlong(String asked) throws SQLException {
    // given a job that was given pictures and failed
    var account = customer.linkReady();
    var lane = api.worker().take(QueueId.ofCustomer(customer.id()));
    var job = submit(asked.formatted(account));
    await("it is in its lane")
        .atMost(Duration.ofSeconds(30))
        .until(() -> of(job, lane).isPresent());
    failed(job, account);
    var page = pages.open("/jobs/" + job);
    assertThat(page.text()).contains("The pictures that it was given are kept for a retry until ");
    await("they are kept for some rounds of cleaning")
        .during(Duration.ofMillis(900))
        .atMost(Duration.ofSeconds(10))
        .until(() -> uploads(job) > 0);

    // when it is submitted again
    var again = JobId.of(id(pages.submit(page, "/jobs/" + job + "/retry")));

    // then the new job has the same pictures, and all else
    await("both").atMost(Duration.ofSeconds(30)).until(() -> of(again, lane).isPresent());
    var before = of(job, lane).orElseThrow();
    var after = of(again, lane).orElseThrow();
    assertThat(after.command()).isEqualTo(before.command());
    assertThat(after.pinned()).isEqualTo(before.pinned());
    assertThat(uploads(again)).isEqualTo(before.command().kept().size());
    // and the old one leads to it, also who asks once more
    var old = pages.open("/jobs/" + job);
    assertThat(old.text()).contains("went to the job that follows it");
    assertThat(actions(old)).doesNotContain("/jobs/" + job + "/retry");
    assertThat(id(pages.submit(page, "/jobs/" + job + "/retry"))).isEqualTo(again.toString());
    // and once it is done they are deleted
    done(again, account);
    await("they are deleted").until(() -> uploads(again) == 0);
  }

  @Test
  void aRetryWhosePicturesAreDeletedSaysSo() throws SQLException {
    var account = customer.linkReady();
    var job = submit("describe {'base64':'iVBORw0KGgpmb3g='}");
    failed(job, account);
    var before = pages.open("/jobs/" + job);
    api.sql(
        "update easel_api.job set finished_at = finished_at - interval '24 hours' where id = '%s'"
            .formatted(job));
    await("they are deleted").until(() -> uploads(job) == 0);

    var page = pages.open("/jobs/" + job);

    assertThat(actions(page)).doesNotContain("/jobs/" + job + "/retry");
    assertThat(page.text()).contains("It cannot be retried any more");
    var refused = pages.send(before, "/jobs/" + job + "/retry");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.notice()).contains("are not kept any more. Submit it with them once more.");
    var all = pages.submit("/jobs/retry", "/jobs/retry");
    assertThat(all.notice()).contains("0 jobs submitted again. 1 job could not be: The pictures");
  }

  @Test
  void aJobThatIsDoneIsNotRetried() {
    var account = customer.linkReady();
    var job = customer.job("fox");
    done(job, account);
    var page = pages.open("/jobs/" + job);
    assertThat(actions(page)).doesNotContain("/jobs/" + job + "/retry");
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
    var running = customer.job("late fox");
    failed(customer.job("last fox"), account);

    var ask = pages.open("/jobs/retry?q=fox");
    assertThat(ask.text()).contains("Retry 3 jobs?");
    failed(running, account); // nobody was asked about this one
    var retried = pages.submit(ask, "/jobs/retry");
    assertThat(retried.notice()).contains("3 jobs submitted again.");
    var prompts =
        pages.open("/jobs?q=fox&state=QUEUED&view=table").page().select("a.title").eachText();
    assertThat(prompts).containsExactly("last fox", "blue fox", "red fox");
    assertThat(pages.open("/jobs/retry?q=fox").text()).contains("Retry 1 job?");
  }

  @Test
  void badValuesComeBackAlsoWhereAllAreMeant() {
    var page = pages.get("/jobs/cancel?q=fox&from=soon");
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.error("from")).isNotEmpty();
    assertThat(page.page().select("#q").val()).isEqualTo("fox");
  }

  private PageClient.Answer press(PageClient.Answer page, JobId job, String button) {
    var pressed = pages.submit(page, "/jobs/" + job + "/press", "button", button);
    assertThat(pressed.status()).as(pressed.text()).isEqualTo(200);
    return pressed;
  }

  /// Presses a button as its dialog does.
  private PageClient.Answer fillIn(
      PageClient.Answer page, JobId job, String button, String prompt, String mask) {
    return pages.post(
        "/jobs/" + job + "/press",
        "_csrf",
        token(page),
        "button",
        button,
        "prompt",
        prompt,
        "mask",
        mask);
  }

  /// @param asked an operation, and the body with ' for "
  private JobId submit(String asked) {
    var parts = asked.replace('\'', '"').split(" ", 2);
    var answer = customer.http().post("/api/v1/midjourney/" + parts[0], parts[1]);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return JobId.of(answer.json().required("messageId").asString());
  }

  /// A job as it came by its lane, which may bring it twice.
  private static Optional<LaneJob> of(JobId job, List<LaneJob> lane) {
    return lane.stream().filter(came -> came.job().equals(job)).findFirst();
  }

  /// How many pictures are kept for a job.
  private long uploads(JobId job) throws SQLException {
    return api.count("easel_api.upload where job = '%s'".formatted(job));
  }

  /// Where the forms of a page lead.
  private static List<String> actions(PageClient.Answer page) {
    return page.page().select("form").eachAttr("action");
  }

  /// Of the job whose page this is.
  private static String id(PageClient.Answer page) {
    return page.path().substring("/jobs/".length());
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
                new Button("Custom Zoom", "MJ::CustomZoom::c0ffee"),
                new Button("Vary (Region)", "MJ::Inpaint::1::c0ffee::SOLO")));
    customer.worker().say(new Ended(job, Instant.now(), account, new JobEnd.Done(picture)));
    await("it is done").until(() -> customer.status(job).equals("DONE"));
    return message.id();
  }

  private void failed(JobId job, AccountId account) {
    var end = new JobEnd.Failed(FailReason.TIMEOUT, "silence for 5 minutes", true);
    customer.worker().say(new Ended(job, Instant.now(), account, end));
    await("it failed").until(() -> customer.status(job).equals("FAIL"));
  }

  private void hear(AccountId account, boolean secondEar) {
    var path = "/api/v1/discord/accounts/" + account;
    var body = "{\"secondEar\":%s}".formatted(secondEar);
    assertThat(customer.http().send("PATCH", path, body).status()).isEqualTo(200);
  }

  private static String openCards(PageClient.Answer page) {
    return page.page().select("#open-cards").attr("hx-get");
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
