package easel.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who may call what, what errors look like, limits, and mishaps.
class RestTests extends SimulatorTest {
  private String bot() {
    return "Bot " + simulator.botToken();
  }

  private HttpResponse<String> get(String path, String token) {
    return control.send("GET", "/api/v10" + path, token, null);
  }

  private static int code(HttpResponse<String> response) {
    return Control.read(response).path("code").asInt(-1);
  }

  @Test
  void aDeadTokenIsToldFromALivingOne() {
    assertThat(get("/users/@me", bot()).statusCode()).isEqualTo(200);
    assertThat(get("/users/@me", "Bot nonsense").statusCode()).isEqualTo(401);
    assertThat(code(get("/users/@me", "Bot nonsense"))).isZero();
    assertThat(get("/users/@me", simulator.botToken()).statusCode()).isEqualTo(401);

    var account = control.account("{}");
    assertThat(get("/users/@me", account.token()).statusCode()).isEqualTo(200);
    control.send("PATCH", "/control/accounts/" + account.id(), null, "{\"revoked\":true}");
    assertThat(get("/users/@me", account.token()).statusCode()).isEqualTo(401);
  }

  @Test
  void someCallsAreForPeopleOnlyAndSomeForBotsOnly() {
    var account = control.account("{}");
    var message = finished(account, "a cat").path("finalMessageId").asString();

    var botsInteraction =
        control.send(
            "POST",
            "/api/v10/interactions",
            bot(),
            control.imagineJson(control.channel(), "a cat"));
    assertThat(botsInteraction.statusCode()).isEqualTo(403);
    assertThat(code(botsInteraction)).isEqualTo(20001);
    var index = "/guilds/" + control.guild() + "/application-command-index";
    assertThat(code(get(index, bot()))).isEqualTo(20001);
    assertThat(get(index, account.token()).body()).contains("1237876415471554623");
    var one = "/channels/" + control.channel() + "/messages/" + message;
    assertThat(get(one, bot()).statusCode()).isEqualTo(200);
    assertThat(code(get(one, account.token()))).isEqualTo(20002);
    assertThat(code(get("/applications/936929561302675456/commands", bot()))).isEqualTo(20012);
  }

  @Test
  void aStaleCommandVersionIsRefusedUntilItIsLookedUp() {
    var account = control.account("{}");
    control.settings("{\"commandVersions\":{\"imagine\":\"42\"}}");

    var stale = control.imagine(account, control.channel(), "a cat");

    assertThat(stale.statusCode()).isEqualTo(400);
    assertThat(stale.body()).contains("50035", "INTERACTION_APPLICATION_COMMAND_INVALID_VERSION");
    assertThat(
            get("/channels/" + control.channel() + "/application-command-index", account.token())
                .body())
        .contains("\"version\":\"42\"");
    var fresh =
        control.imagineJson(control.channel(), "a cat").replace("1237876415471554623", "42");
    assertThat(control.interact(account, fresh).statusCode()).isEqualTo(204);
  }

  @Test
  void everyAnswerTellsItsRateLimitAndTheOneTooManyIsRefused() {
    control.settings("{\"interactionsLimit\":2,\"interactionsWindowMs\":5000}");
    var account = control.account("{}");
    control.imagine(account, control.channel(), "one");
    var second = control.imagine(account, control.channel(), "two");
    var third = control.imagine(account, control.channel(), "three");
    var other = control.imagine(control.account("{}"), control.channel(), "somebody else");

    assertThat(second.headers().firstValue("X-RateLimit-Limit")).hasValue("2");
    assertThat(second.headers().firstValue("X-RateLimit-Remaining")).hasValue("0");
    assertThat(third.statusCode()).isEqualTo(429);
    assertThat(third.headers().firstValue("X-RateLimit-Scope")).hasValue("user");
    assertThat(third.headers().firstValue("Retry-After")).hasValue("5");
    assertThat(Control.read(third).path("retry_after").asDouble()).isBetween(1.0, 5.0);
    assertThat(other.statusCode()).isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource({"429,429", "500,500", "html502,502"})
  void anInteractionCanFailOnDemand(String kind, int status) {
    var account = control.account("{}");
    fault(
        "{\"on\":\"interactions\",\"kind\":\"" + kind + "\",\"account\":\"" + account.id() + "\"}");

    var failed = control.imagine(account, control.channel(), "a cat");

    assertThat(failed.statusCode()).isEqualTo(status);
    var entry = control.ledger("INTERACTION").getFirst();
    assertThat(entry.path("outcome").asString()).isEqualTo(Integer.toString(status));
    assertThat(entry.path("taken").asBoolean(true)).isFalse();
    assertThat(control.imagine(account, control.channel(), "a cat").statusCode()).isEqualTo(204);
  }

  private void fault(String json) {
    Control.expect(201, control.send("POST", "/control/faults", null, json));
  }

  @ParameterizedTest
  @CsvSource({"cutBefore,false", "cutAfter,true"})
  void anAnswerCanBeLost(String kind, boolean taken) {
    var account = control.account("{}");
    fault("{\"on\":\"interactions\",\"kind\":\"" + kind + "\"}");

    assertThatThrownBy(() -> control.imagine(account, control.channel(), "a cat"))
        .isInstanceOf(UncheckedIOException.class);

    var entry = control.ledger("INTERACTION").getFirst();
    assertThat(entry.path("outcome").asString()).isEqualTo("CUT");
    assertThat(entry.path("taken").asBoolean(!taken)).isEqualTo(taken);
    assertThat(control.ledger("JOB_RUNNING")).hasSize(taken ? 1 : 0);
  }

  @Test
  void aCallCanHang() {
    var account = control.account("{}");
    fault("{\"on\":\"interactions\",\"kind\":\"hang\"}");

    interactAndLeave(account, control.imagineJson(control.channel(), "a cat"));
    assertThat(control.ledger("INTERACTION").getFirst().path("outcome").asString())
        .isEqualTo("HUNG");
    control.send("DELETE", "/control/faults", null, null);
  }

  @Test
  void aCallCanBeTakenWhenItsSenderIsGone() {
    var account = control.account("{}");
    fault("{\"on\":\"interactions\",\"kind\":\"late\"}");

    // when its sender does not wait for it
    interactAndLeave(account, control.imagineJson(control.channel(), "a cat"));
    awaitLedger("FAULT", 1);
    assertThat(control.ledger("INTERACTION")).isEmpty();

    // then it is taken all the same, once it is let through
    control.send("DELETE", "/control/faults", null, null);
    awaitLedger("JOB_ENDED", 1);
    assertThat(control.ledger("INTERACTION").getFirst().path("taken").asBoolean(false)).isTrue();
  }

  @Test
  void aMishapCanBeMeantForOneCall() {
    var one = thread("one");
    var two = thread("two");
    fault("{\"on\":\"rest\",\"kind\":\"500\",\"call\":\"PATCH /channels/" + two + "\"}");

    assertThat(archive(one).statusCode()).isEqualTo(200);
    assertThat(archive(two).statusCode()).isEqualTo(500);
    assertThat(archive(two).statusCode()).isEqualTo(200);
  }

  @Test
  void theLedgerTellsWhatBecomesOfThreads() {
    var botId = control.get("/control/world").path("bot").path("id").asString();
    var thread = thread("work");
    archive(thread);
    var path = "/api/v10/channels/" + thread;
    Control.expect(200, control.send("PATCH", path, bot(), "{\"archived\":false}"));
    Control.expect(200, control.send("DELETE", path, bot(), null));

    assertThat(control.ledger("THREAD"))
        .extracting(entry -> entry.path("outcome").asString())
        .containsExactly("CREATED", "ARCHIVED", "WOKEN", "DELETED");
    assertThat(control.ledger("THREAD"))
        .allMatch(has("channel", thread))
        .allMatch(has("parent", control.channel()))
        .allMatch(has("account", botId));
  }

  private String thread(String name) {
    var body = "{\"name\":\"" + name + "\",\"type\":11}";
    var path = "/api/v10/channels/" + control.channel() + "/threads";
    var made = Control.expect(201, control.send("POST", path, bot(), body));
    return Control.read(made).path("id").asString();
  }

  private HttpResponse<String> archive(String thread) {
    return control.send("PATCH", "/api/v10/channels/" + thread, bot(), "{\"archived\":true}");
  }

  @Test
  void missingPermissionsAreSaidWithTheirCode() {
    var botId = control.get("/control/world").path("bot").path("id").asString();
    Control.expect(
        200,
        control.send(
            "PATCH",
            "/control/permissions",
            null,
            """
            {"botId":"%s","channelId":"%s","deny":["CREATE_PUBLIC_THREADS"]}"""
                .formatted(botId, control.channel())));

    var refused =
        control.send(
            "POST",
            "/api/v10/channels/" + control.channel() + "/threads",
            bot(),
            "{\"name\":\"work\",\"type\":11}");

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(code(refused)).isEqualTo(50013);
  }

  @Test
  void tooManyActiveThreadsAreRefused() {
    control.settings("{\"activeThreadsLimit\":1}");
    var threads = "/api/v10/channels/" + control.channel() + "/threads";
    Control.expect(201, control.send("POST", threads, bot(), "{\"name\":\"one\",\"type\":11}"));

    var second = control.send("POST", threads, bot(), "{\"name\":\"two\",\"type\":11}");

    assertThat(second.statusCode()).isEqualTo(400);
    assertThat(code(second)).isEqualTo(160006);
  }

  @Test
  void aPicturesAddressExpires() {
    control.settings("{\"pictureLifeMs\":1000}");
    var picture = finished(control.account("{}"), "a cat").path("picture").asString();
    assertThat(control.send("GET", picture, null, null).statusCode()).isEqualTo(200);
    assertThat(control.send("GET", picture.replace("hm=", "hm=0"), null, null).statusCode())
        .isEqualTo(403);

    await("the address to expire")
        .until(() -> control.send("GET", picture, null, null).statusCode() == 404);

    // and history gives a fresh one
    var fresh = history().path(0).path("attachments").path(0).path("url").asString();
    assertThat(control.send("GET", fresh, null, null).statusCode()).isEqualTo(200);
  }

  @Test
  void historyIsPagedAsDiscordDoes() {
    var account = control.account("{}");
    for (var n = 0; n < 5; n++) {
      finished(account, "number " + n);
    }
    var messages = "/channels/" + control.channel() + "/messages";
    var all = Control.read(get(messages, bot()));
    var oldest = all.path(4).path("id").asString();
    var newest = all.path(0).path("id").asString();

    assertThat(all).hasSize(5);
    assertThat(Control.read(get(messages + "?limit=2&after=" + oldest, bot())))
        .extracting(message -> message.path("id").asString())
        .containsExactly(all.path(2).path("id").asString(), all.path(3).path("id").asString());
    assertThat(Control.read(get(messages + "?limit=2&before=" + newest, bot())))
        .extracting(message -> message.path("id").asString())
        .containsExactly(all.path(1).path("id").asString(), all.path(2).path("id").asString());
    assertThat(get(messages + "?limit=101", bot()).statusCode()).isEqualTo(400);
  }
}
