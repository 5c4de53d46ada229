package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.message.AccountMessage.End;
import easel.common.message.Reply.AccountState;
import easel.common.message.Reply.AccountState.AccountInfo;
import easel.common.message.Reply.AccountState.Mode;
import easel.common.message.Reply.AccountState.Remedy;
import easel.common.message.Reply.AccountState.Status;
import easel.common.message.Reply.Claimed;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Linking accounts and looking after them by the pages.
class AccountPageSliceTests {
  private static final String LINK = "/accounts/link";
  private static final String PERMISSIONS = "permissions=326417583104";

  private final TestApi api = TestApi.shared();

  @Test
  void anEmptyListSaysWhatToDoNext() {
    var list = PageClient.of(api.customer("PRO")).open("/accounts");
    assertThat(list.status()).isEqualTo(200);
    assertThat(list.text()).contains("No account is linked yet").contains("first thing to do");
    assertThat(list.page().select("a[href=/accounts/link]")).isNotEmpty();

    var trial = PageClient.of(api.customer("TRIAL")).open("/accounts");
    assertThat(trial.text()).contains("your jobs run on the operator's shared accounts");
  }

  @Test
  void thePageOfLinkingWarnsTellsAndDraws() {
    var page = PageClient.of(api.customer("PRO")).open(LINK);
    assertThat(page.text())
        .contains("Discord forbids automating user accounts")
        .contains("Midjourney's terms forbid automated tools")
        .contains("Copy Channel ID");
    assertThat(page.page().select("svg[role=img] > title")).hasSize(7);
    assertThat(page.page().select("[style]")).isEmpty();
  }

  @Test
  void anAccountIsLinkedByTheForm() {
    var customer = api.customer("PRO");
    var pages = PageClient.of(customer);
    var token = "user-" + TestCustomer.newDiscordUser();

    var linked = pages.submit(LINK, LINK, sound(token));

    assertThat(linked.status()).isEqualTo(200);
    assertThat(linked.notice()).contains("Linked.");
    var account = customer.account(accountAt(linked));
    assertThat(account.required("label").asString()).isEqualTo("garden");
    assertThat(account.required("concurrency").asInt()).isEqualTo(3);
    assertThat(account.required("secondEar").asBoolean()).isTrue();
    assertThat(account.required("remix").asBoolean()).isTrue();
    assertThat(linked.body()).doesNotContain(token);
    var list = pages.open("/accounts");
    assertThat(list.text()).contains("garden").contains("Connecting").contains("3 of 3");
  }

  @Test
  void aScriptGoesToTheAccountThatItLinked() {
    var customer = api.customer("PRO");
    var pages = PageClient.of(customer);
    var form = pages.open(LINK);

    var sent = pages.submitPart(form, LINK, sound("user-" + TestCustomer.newDiscordUser()));

    assertThat(sent.status()).isEqualTo(204);
    var account = pages.open(sent.header("HX-Redirect").orElseThrow());
    assertThat(account.notice()).contains("Linked.");
    assertThat(account.page().select("h1").text()).isEqualTo("garden");
  }

  @Test
  void everythingThatIsMissingIsNamedBesideItsFieldAndNothingTypedIsLost() {
    var pages = PageClient.of(api.customer("PRO"));
    var refused =
        pages.submit(
            LINK, LINK, "serverId", "my server", "midjourneyPlan", "BASIC", "concurrency", "4");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error("serverId")).startsWith("Server id must be a Discord id");
    assertThat(refused.error("channelId")).isEqualTo("Channel id is required.");
    assertThat(refused.error("userToken")).isEqualTo("User token is required.");
    assertThat(refused.error("concurrency")).startsWith("Limit must be between 1 and 3");
    assertThat(refused.error("label")).isEmpty();
    assertThat(refused.page().select("#wrong li")).hasSize(4);
    var page = refused.page();
    assertThat(page.select("#serverId").val()).isEqualTo("my server");
    assertThat(page.select("#concurrency").val()).isEqualTo("4");
    assertThat(page.select("#midjourneyPlan option[selected]").val()).isEqualTo("BASIC");
    assertThat(pages.open("/accounts").text()).contains("No account is linked yet");
  }

  @Test
  void aScriptIsToldWhatDiscordMissesAndNothingElse() {
    var pages = PageClient.of(api.customer("PRO"));
    var refused = pages.submitPart(pages.open(LINK), LINK, sound("very-secret"));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error("userToken")).isEqualTo("Discord refused user token.");
    assertThat(refused.error("channelId")).isEqualTo("SEND_MESSAGES is missing.");
    assertThat(refused.page().select("#serverId-error[hx-swap-oob]").text()).isEmpty();
    assertThat(refused.page().select("#wrong[hx-swap-oob] li")).hasSize(2);
    assertThat(refused.body()).doesNotContain("very-secret");
    assertThat(refused.page().select("input, form, html[lang]")).isEmpty();
  }

  @Test
  void aTokenIsNotSentBackByAPlainFormEither() {
    var refused = PageClient.of(api.customer("PRO")).submit(LINK, LINK, sound("very-secret"));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body()).doesNotContain("very-secret");
    assertThat(refused.page().select("#serverId").val()).isEqualTo("10");
    assertThat(refused.page().select("#label").val()).isEqualTo("garden");
    assertThat(refused.page().select("#secondEar[checked]")).hasSize(1);
    assertThat(refused.page().select("#remix[checked]")).hasSize(1);
  }

  @Test
  void aDiscordAccountThatIsLinkedAlreadyIsRefused() {
    var token = "user-" + TestCustomer.newDiscordUser();
    PageClient.of(api.customer("PRO")).submit(LINK, LINK, sound(token));
    var again = PageClient.of(api.customer("PRO")).submit(LINK, LINK, sound(token));
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.page().select("#wrong").text()).contains("is linked already");
  }

  @Test
  void aLabelThatNoDatabaseHoldsIsRefused() {
    var pages = PageClient.of(api.customer("PRO"));
    var typed = sound("user-" + TestCustomer.newDiscordUser());
    typed[typed.length - 1] = "gar\0den";
    var refused = pages.submit(LINK, LINK, typed);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error("label")).contains("U+0000");
  }

  @Test
  void aBotIsInvitedWithExactlyWhatItNeeds() {
    var pages = PageClient.of(api.customer("PRO"));
    var form = pages.open(LINK);
    var token = botToken("1122334455667788990");

    var byToken = pages.postPart(form, "/accounts/invitation", "botToken", token, "serverId", "10");
    assertThat(byToken.status()).isEqualTo(200);
    assertThat(byToken.page().select("a").attr("href"))
        .startsWith("https://discord.com/oauth2/authorize?")
        .contains("client_id=1122334455667788990")
        .contains("scope=bot")
        .contains(PERMISSIONS)
        .contains("guild_id=10");
    assertThat(byToken.body()).doesNotContain(token);

    var byId = pages.postPart(form, "/accounts/invitation", "application", "77", "serverId", "x");
    assertThat(byId.page().select("a").attr("href"))
        .contains("client_id=77&")
        .doesNotContain("guild_id");

    var unsound = pages.postPart(form, "/accounts/invitation", "application", "my bot");
    assertThat(unsound.page().select("a")).isEmpty();
    assertThat(unsound.error("application")).contains("only digits");
  }

  @Test
  void theInvitationIsThereWithoutScriptsToo() {
    var pages = PageClient.of(api.customer("PRO"));
    var form = pages.open(LINK);
    var button = form.page().select("noscript button").attr("formaction");
    assertThat(button).isEqualTo("/accounts/invitation");
    var csrf = form.page().select("#link input[name=_csrf]").val();
    var page = pages.post(button, "_csrf", csrf, "application", "77", "serverId", "10");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.page().select("#invitation a").attr("href")).contains("client_id=77&");
    assertThat(page.page().select("#serverId").val()).isEqualTo("10");
  }

  @Test
  void anAccountWithABotOfItsOwnShowsItsInvitation() {
    var pages = PageClient.of(api.customer("PRO"));
    var token = botToken("1122334455667788990");
    var typed = new ArrayList<>(List.of(sound("user-" + TestCustomer.newDiscordUser())));
    typed.addAll(List.of("botToken", token));
    var linked = pages.submit(LINK, LINK, typed.toArray(String[]::new));
    assertThat(linked.page().select("#invitation-link").text())
        .contains("client_id=1122334455667788990")
        .contains(PERMISSIONS)
        .contains("guild_id=10");
    assertThat(linked.body()).doesNotContain(token);
  }

  @Test
  void theLimitHoldsWhereTheSliderIsLetGo() {
    var customer = api.customer("PRO");
    var id = customer.linkReady();
    var pages = PageClient.of(customer);
    var page = pages.open(path(id));
    var slider = page.page().select("input[type=range][name=concurrency]");
    assertThat(slider.attr("min")).isEqualTo("1");
    assertThat(slider.attr("max")).isEqualTo("3");
    assertThat(slider.val()).isEqualTo("2");
    assertThat(page.text()).contains("recommended: 2").contains("what you type by hand");

    var held = pages.submitPart(page, path(id) + "/limit", "concurrency", "3");
    assertThat(held.text()).isEqualTo("From now on at most 3 at once.");
    assertThat(limit(customer, id)).isEqualTo(3);

    var plain = pages.submit(page, path(id) + "/limit", "concurrency", "1");
    assertThat(plain.path()).isEqualTo(path(id));
    assertThat(plain.notice()).contains("At most 1 at once now.");
    assertThat(limit(customer, id)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "4", "-1", "two", "", "99999999999"})
  void aLimitOutOfRangeIsRefusedWithTheRange(String limit) {
    var customer = api.customer("PRO");
    var id = customer.linkConnecting();
    var pages = PageClient.of(customer);
    var page = pages.open(path(id));

    var part = pages.submitPart(page, path(id) + "/limit", "concurrency", limit);
    assertThat(part.status()).isEqualTo(400);
    assertThat(part.error("concurrency"))
        .startsWith(limit.isEmpty() ? "Limit is required." : "Limit must be between 1 and 3");

    var plain = pages.submit(page, path(id) + "/limit", "concurrency", limit);
    assertThat(plain.status()).isEqualTo(400);
    assertThat(plain.error("concurrency")).startsWith("Limit ");
    assertThat(limit(customer, id)).isEqualTo(2);
  }

  @Test
  void whereOneQueueFeedsAllAccountsTheLimitSaysSo() {
    var customer = api.customer("TRIAL");
    var id = customer.linkConnecting();
    assertThat(PageClient.of(customer).open(path(id)).text())
        .contains("Your plan, TRIAL, has one queue that feeds all your accounts in turn")
        .contains("at most 2 jobs at once");
  }

  @Test
  void anAccountIsPausedAndResumed() {
    var customer = api.customer("PRO");
    var id = customer.linkReady();
    var pages = PageClient.of(customer);

    var paused = pages.submit(path(id), path(id) + "/pause");
    assertThat(paused.notice()).contains("Paused");
    assertThat(paused.page().select("#state .badge").text()).isEqualTo("Paused");
    assertThat(customer.account(id).required("status").asString()).isEqualTo("PAUSED");

    var resumed = pages.submit(path(id), path(id) + "/resume");
    assertThat(resumed.page().select("#state .badge").text()).isEqualTo("Ready");
    assertThat(customer.account(id).required("status").asString()).isEqualTo("READY");
  }

  @Test
  void whatBecomesOfItsJobsWhileItIsPausedIsSaidForEachKindOfQueue() {
    // each account has a queue
    var customer = api.customer("PRO");
    var id = customer.linkReady();
    var pages = PageClient.of(customer);
    assertThat(whilePaused(pages.open(path(id))))
        .contains("Jobs that wait in its queue: after", "your other accounts run them, in turn")
        .contains("ACCOUNT_UNAVAILABLE")
        .doesNotContain("at once");
    // also once it is paused
    assertThat(whilePaused(pages.submit(path(id), path(id) + "/pause"))).contains("in its queue");

    // one queue feeds all accounts
    var trial = api.customer("TRIAL");
    var one = PageClient.of(trial).open(path(trial.linkReady()));
    assertThat(whilePaused(one))
        .contains("your other accounts go on with them at once")
        .doesNotContain("in its queue");

    // and shared accounts have no queue at all
    var link = "/operator/accounts/link";
    var operator = PageClient.ofOperator(api);
    var shared = operator.submit(link, link, sound("user-" + TestCustomer.newDiscordUser()));
    assertThat(whilePaused(shared))
        .contains("the other shared accounts go on with them at once")
        .doesNotContain("your other accounts");
    operator.submit(shared.path() + "/unlink", shared.path() + "/unlink");
  }

  private static String whilePaused(PageClient.Answer page) {
    return page.page().select("#while-paused").text();
  }

  @Test
  void theStateSaysWhatIsWrongAndSinceWhen() {
    var customer = api.customer("PRO");
    var id = customer.linkReady();
    var pages = PageClient.of(customer);
    var ready = pages.open(path(id));
    assertThat(ready.page().select("#state").text()).contains("Ready").contains("connected since");

    api.worker()
        .say(
            new AccountState(
                id,
                Instant.now(),
                Status.NEEDS_ATTENTION,
                "Discord refused the token.",
                Remedy.NEW_TOKEN,
                null));

    await("the page says so")
        .untilAsserted(
            () ->
                assertThat(pages.getPart(ready, path(id) + "/state").text())
                    .contains("Needs attention")
                    .contains("Discord refused the token."));
    var state = pages.getPart(ready, path(id) + "/state").page();
    assertThat(state.select("html[lang], form")).isEmpty();
    var since = Instant.parse(state.select("time").attr("datetime"));
    assertThat(since).isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(2));
    var listed = pages.getPart(pages.open("/accounts"), "/accounts/state");
    assertThat(listed.text()).contains("Needs attention").contains("Discord refused the token.");
  }

  @Test
  void anAccountInTroubleIsCheckedAgainByOneButton() {
    var customer = api.customer("PRO");
    var id = customer.linkReady();
    var pages = PageClient.of(customer);
    var check = path(id) + "/check";
    assertThat(pages.open(path(id)).page().select("#check-again")).isEmpty();

    // where only a send can tell whether it is over
    needsAttention(customer, id, Remedy.CHECK_AGAIN);
    assertThat(pages.open(path(id)).page().select("#state").text())
        .contains("Refused.", "See to it at Discord, then have it checked again", "Check again");
    var checked = pages.submit(path(id), check);
    assertThat(checked.notice()).contains("tried again with the next job");
    assertThat(checked.page().select("#state .badge").text()).isEqualTo("Connecting");
    assertThat(checked.page().select("#check-again, .notice.bad")).isEmpty();

    // while it is paused it is resumed
    needsAttention(customer, id, Remedy.CHECK_AGAIN);
    var paused = pages.submit(path(id), path(id) + "/pause").page();
    assertThat(paused.select("#check-again")).isEmpty();
    assertThat(paused.select("#state").text()).contains("then resume it");
    pages.submit(path(id), path(id) + "/resume");
    assertThat(status(customer, id)).isEqualTo("CONNECTING");

    // where that does not help it is not offered
    needsAttention(customer, id, Remedy.NEW_TOKEN);
    var dead = pages.open(path(id)).page();
    assertThat(dead.select("#check-again")).isEmpty();
    assertThat(dead.select("#state").text()).contains("give the token below");

    // and nor where it ends by itself
    needsAttention(customer, id, null);
    await("the page says so")
        .untilAsserted(
            () ->
                assertThat(pages.open(path(id)).page().select("#state").text())
                    .contains("Easel goes on by itself")
                    .doesNotContain("Check again", "token below"));
  }

  private void needsAttention(TestCustomer customer, AccountId id, @Nullable Remedy remedy) {
    api.worker()
        .say(new AccountState(id, Instant.now(), Status.NEEDS_ATTENTION, "Refused.", remedy, null));
    await("it needs attention").until(() -> !attention(customer, id).isEmpty());
  }

  private static String attention(TestCustomer customer, AccountId id) {
    return customer.account(id).required("attention").asString("");
  }

  @Test
  void anAccountThatDrawsRelaxedSaysWhyFewOfItsJobsRun() {
    var customer = api.customer("PRO");
    var id = customer.linkReady();
    var pages = PageClient.of(customer);
    assertThat(pages.open(path(id)).page().select("#relaxed")).isEmpty();

    api.worker().say(new AccountState(id, Instant.now(), Status.READY, null, null, Mode.RELAX));

    await("the page says so")
        .untilAsserted(
            () ->
                assertThat(pages.open(path(id)).page().select("#relaxed").text())
                    .contains("relax mode", "3 jobs at once"));
  }

  @Test
  void anAccountWithASecondEarSaysHowMuchFastTimeIsLeft() {
    var customer = api.customer("PRO");
    var id = customer.linkReady();
    var account = "/api/v1/discord/accounts/" + id;
    customer.http().send("PATCH", account, "{\"secondEar\":true}");
    var pages = PageClient.of(customer);
    assertThat(pages.open(path(id)).page().select("#fast-time")).isEmpty();

    var at = Instant.now().minusSeconds(150);
    var info = new AccountInfo("Pro", "<14.5>/30.0 hours (48%)", at);
    api.worker().say(new AccountState(id, Instant.now(), Status.READY, null, null, null, info));

    await("the page says so")
        .untilAsserted(
            () ->
                assertThat(pages.open(path(id)).page().select("#state #fast-time").text())
                    .isEqualTo(
                        "Midjourney says: <14.5>/30.0 hours (48%) of fast time left, 2 min ago."));

    // and what says nothing of it is not shown
    var none = new AccountInfo("Pro", null, Instant.now());
    api.worker().say(new AccountState(id, Instant.now(), Status.READY, null, null, null, none));
    await("the line is gone")
        .until(() -> pages.open(path(id)).page().select("#fast-time").isEmpty());
  }

  @Test
  void anAccountIsRenamed() {
    var customer = api.customer("PRO");
    var id = customer.linkConnecting();
    var pages = PageClient.of(customer);
    var action = path(id) + "/label";
    assertThat(pages.submit(path(id), action, "label", "<b>attic</b>").page().select("h1").text())
        .isEqualTo("<b>attic</b>");

    var blank = pages.submit(path(id), action, "label", "  ");
    assertThat(blank.status()).isEqualTo(400);
    assertThat(blank.error("label")).isEqualTo("Label is required.");
    var long101 = "x".repeat(101);
    var tooLong = pages.submit(path(id), action, "label", long101);
    assertThat(tooLong.status()).isEqualTo(400);
    assertThat(tooLong.error("label")).isEqualTo("Label must not exceed 100 characters.");
    assertThat(tooLong.page().select("#label").val()).isEqualTo(long101);
    assertThat(customer.account(id).required("label").asString()).isEqualTo("<b>attic</b>");
  }

  @Test
  void aTokenIsReplacedOnceDiscordTookIt() {
    var customer = api.customer("PRO");
    var pages = PageClient.of(customer);
    var token = "user-" + TestCustomer.newDiscordUser();
    var linked = pages.submit(LINK, LINK, sound(token));
    var id = accountAt(linked);
    needsAttention(customer, id, Remedy.NEW_TOKEN);
    var page = pages.open(path(id));
    var action = path(id) + "/tokens";

    var bad = pages.submitPart(page, action, "userToken", "very-secret");
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.error("userToken")).isEqualTo("Discord refused user token.");
    assertThat(bad.body()).doesNotContain("very-secret");
    var none = pages.submitPart(page, action);
    assertThat(none.error("userToken")).isEqualTo("Expected a new token in one of the two fields.");
    var others = pages.submit(page, action, "userToken", "user-" + TestCustomer.newDiscordUser());
    assertThat(others.status()).isEqualTo(409);
    assertThat(others.page().select("#wrong").text()).contains("another Discord account");
    assertThat(status(customer, id)).isEqualTo("NEEDS_ATTENTION");

    var good = pages.submitPart(page, action, "userToken", token);
    assertThat(good.status()).isEqualTo(204);
    assertThat(pages.open(good.header("HX-Redirect").orElseThrow()).notice())
        .contains("Discord took it");
    assertThat(status(customer, id)).isEqualTo("CONNECTING");
  }

  @Test
  void aSmallerPlanLowersTheLimit() {
    var customer = api.customer("PRO");
    var id = customer.linkConnecting();
    var pages = PageClient.of(customer);
    var action = path(id) + "/plan";
    pages.submit(path(id), action, "midjourneyPlan", "MEGA");
    pages.submit(path(id), path(id) + "/limit", "concurrency", "12");
    assertThat(limit(customer, id)).isEqualTo(12);
    assertThat(pages.submit(path(id), action, "midjourneyPlan", "BASIC").notice())
        .contains("at most 3 at once");
    assertThat(limit(customer, id)).isEqualTo(3);
    var unknown = pages.submit(path(id), action, "midjourneyPlan", "GOLD");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.error("midjourneyPlan")).contains("BASIC, STANDARD, PRO, MEGA");
  }

  @Test
  void theSecondEarIsSwitchedOnAndOff() {
    var customer = api.customer("PRO");
    var id = customer.linkConnecting();
    var pages = PageClient.of(customer);
    assertThat(pages.submit(path(id), path(id) + "/second-ear").notice()).contains("is on");
    assertThat(customer.account(id).required("secondEar").asBoolean()).isTrue();
    assertThat(pages.submit(path(id), path(id) + "/second-ear").notice()).contains("is off");
    assertThat(customer.account(id).required("secondEar").asBoolean()).isFalse();
  }

  @Test
  void itIsSaidWhetherAnAccountIsInRemixMode() {
    var customer = api.customer("PRO");
    var id = customer.linkConnecting();
    var pages = PageClient.of(customer);
    var page = pages.open(path(id));
    assertThat(page.page().select("#remix").text()).isEqualTo("Off");
    assertThat(page.text()).contains("/settings at Midjourney shows Remix mode as on");

    var on = pages.submit(path(id), path(id) + "/remix");
    assertThat(on.notice()).startsWith("It is in remix mode, as you say.");
    assertThat(on.page().select("#remix").text()).isEqualTo("On");
    assertThat(customer.account(id).required("remix").asBoolean()).isTrue();
    assertThat(PageClient.ofOperator(api).open("/operator/audit").text())
        .contains("remix: false → true");

    assertThat(pages.submit(path(id), path(id) + "/remix").notice()).contains("is not in remix");
    assertThat(customer.account(id).required("remix").asBoolean()).isFalse();
  }

  @Test
  void beforeAnAccountIsUnlinkedItIsSaidWhatEnds() {
    var customer = api.customer("PRO");
    var id = customer.linkReady();
    var pages = PageClient.of(customer);
    var page = pages.open(path(id));
    assertThat(pages.getPart(page, path(id) + "/unlink").text())
        .contains("No job runs on it or waits for it.");

    customer.job("alone");
    var fate = pages.getPart(page, path(id) + "/unlink");
    assertThat(fate.text()).contains("1 waiting that nobody else can run");
    assertThat(fate.page().select("html[lang]")).isEmpty();

    var list = pages.submit(path(id) + "/unlink", path(id) + "/unlink");
    assertThat(list.path()).isEqualTo("/accounts");
    assertThat(list.notice()).contains("Unlinked.");
    assertThat(list.text()).contains("No account is linked yet");
    assertThat(pages.open(path(id)).status()).isEqualTo(404);
  }

  @Test
  void whereOthersAreLeftItIsSaidWhatTheyRun() {
    var customer = api.customer("PRO");
    var id = customer.linkReady();
    customer.linkReady();
    customer.job("one");
    customer.job("and one for the other");
    var pinned = "{\"prompt\":\"pinned\",\"account\":%s}".formatted(id);
    assertThat(customer.http().post("/api/v1/midjourney/imagine", pinned).status()).isEqualTo(200);

    assertThat(PageClient.of(customer).open(path(id) + "/unlink").text())
        .contains("1 waiting: your other accounts run them.")
        .contains("1 waiting that nobody else can run");
  }

  /// Nobody else may send what a worker has: it is not ended as long as that one can.
  @Test
  void whatItsWorkerHasIsSentAlsoAfterItIsUnlinked() {
    var customer = api.customer("PRO");
    var id = customer.linkReady();
    var job = customer.job("one");
    customer.linkReady();
    customer.worker().say(new Claimed(job, Instant.now(), id));
    var pages = PageClient.of(customer);
    await("it is said to be delivered")
        .untilAsserted(
            () ->
                assertThat(pages.open(path(id) + "/unlink").text())
                    .contains("1 running or just handed to it: finished and delivered.")
                    .doesNotContain("nobody else can run"));

    assertThat(pages.submit(path(id) + "/unlink", path(id) + "/unlink").notice())
        .contains("Unlinked.");

    await("nobody asks for its end")
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(6))
        .until(() -> !isAskedToEnd(job));
  }

  private boolean isAskedToEnd(JobId job) {
    for (var ask = api.worker().asks().poll(); ask != null; ask = api.worker().asks().poll()) {
      if (ask instanceof End end && end.job().equals(job)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void somebodyElsesAccountIsNotThere() throws SQLException {
    var id = api.customer("PRO").linkReady();
    var pages = PageClient.of(api.customer("PRO"));
    var list = pages.open("/accounts");
    for (var page : List.of("", "/unlink", "/state")) {
      var answer = pages.open(path(id) + page);
      assertThat(answer.status()).as(page).isEqualTo(404);
      assertThat(answer.text()).contains("There is no such account.").doesNotContain("studio");
    }
    for (var action :
        List.of(
            "/limit",
            "/pause",
            "/resume",
            "/check",
            "/label",
            "/plan",
            "/tokens",
            "/second-ear",
            "/remix")) {
      var answer =
          pages.postPart(
              list,
              path(id) + action,
              "concurrency",
              "1",
              "label",
              "mine",
              "midjourneyPlan",
              "MEGA",
              "userToken",
              "user-1",
              "secondEar",
              "true",
              "remix",
              "true");
      assertThat(answer.status()).as(action).isEqualTo(404);
    }
    assertThat(pages.postPart(list, path(id) + "/unlink").status()).isEqualTo(404);
    assertThat(pages.open("/accounts/0").status()).isEqualTo(404);
    assertThat(pages.open("/accounts/studio").status()).isEqualTo(404);
    assertThat(api.value("select label || linked || remix from easel_api.account where id = " + id))
        .isEqualTo("studiotruefalse");
  }

  @Test
  void theOperatorHasTheSamePagesForSharedAccounts() {
    var ofCustomer = api.customer("PRO").linkReady();
    var pages = PageClient.ofOperator(api);
    assertThat(pages.open("/operator/accounts/" + ofCustomer).status()).isEqualTo(404);

    var link = "/operator/accounts/link";
    var linked = pages.submit(link, link, sound("user-" + TestCustomer.newDiscordUser()));
    var path = linked.path();
    assertThat(path).matches("/operator/accounts/[0-9]+");
    assertThat(linked.text()).contains("Shared accounts serve Trial and Standard customers");
    assertThat(pages.open("/operator/accounts").text()).contains("garden");
    pages.submit(path, path + "/limit", "concurrency", "1");
    assertThat(
            api.operator()
                .get(path.replace("/operator", "/api/v1/admin"))
                .json()
                .required("concurrency")
                .asInt())
        .isEqualTo(1);
    var unlinked = pages.submit(path + "/unlink", path + "/unlink");
    assertThat(unlinked.path()).isEqualTo("/operator/accounts");
    assertThat(pages.open(path).status()).isEqualTo(404);
  }

  @Test
  void aCustomerCannotOpenTheSharedAccounts() {
    var pages = PageClient.of(api.customer("PRO"));
    assertThat(pages.open("/operator/accounts").status()).isEqualTo(403);
    assertThat(pages.open("/operator/accounts/link").status()).isEqualTo(403);
    var list = pages.open("/accounts");
    assertThat(pages.postPart(list, "/operator/accounts/link", sound("user-1")).status())
        .isEqualTo(403);
    assertThat(PageClient.ofOperator(api).open("/accounts").status()).isEqualTo(403);
  }

  private static String[] sound(String userToken) {
    return new String[] {
      "serverId", "10",
      "channelId", " 20 ",
      "userToken", userToken,
      "midjourneyPlan", "STANDARD",
      "concurrency", "3",
      "secondEar", "true",
      "remix", "true",
      "label", "garden"
    };
  }

  private static String botToken(String application) {
    var id = application.getBytes(StandardCharsets.US_ASCII);
    return Base64.getEncoder().withoutPadding().encodeToString(id) + ".GabcdE.secret-of-the-bot";
  }

  private static AccountId accountAt(PageClient.Answer page) {
    return new AccountId(Long.parseLong(page.path().replace("/accounts/", "")));
  }

  private static String path(AccountId id) {
    return "/accounts/" + id;
  }

  private static int limit(TestCustomer customer, AccountId id) {
    return customer.account(id).required("concurrency").asInt();
  }

  private static String status(TestCustomer customer, AccountId id) {
    return customer.account(id).required("status").asString();
  }
}
