package easel.worker.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.worker.track.SeenMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An account's own session, against a gateway that breaks off in every way that Discord does.
class UserSessionTests {
  private static final String TOKEN = "the account's token";
  private static final Pauses SHORT =
      new Pauses(
          Duration.ofMillis(20),
          Duration.ofMillis(100),
          Duration.ofSeconds(60),
          Duration.ofSeconds(5));

  private final Gateway gateway = new Gateway();
  private final AtomicInteger identifies = new AtomicInteger();
  private final UserSessions sessions =
      new UserSessions(
          gateway.api(),
          token -> {
            assertThat(token).isEqualTo(TOKEN);
            identifies.incrementAndGet();
            return Duration.ZERO;
          },
          SHORT);
  private final Told told = new Told();

  UserSessionTests() throws IOException {}

  private static final class Told implements EarListener {
    final List<SeenMessage> messages = new CopyOnWriteArrayList<>();
    final List<RequestNews> news = new CopyOnWriteArrayList<>();
    final List<String> refusals = new CopyOnWriteArrayList<>();
    final AtomicInteger changes = new AtomicInteger();

    @Override
    public void heard(SeenMessage message) {
      messages.add(message);
    }

    @Override
    public void told(RequestNews one) {
      news.add(one);
    }

    @Override
    public void earChanged() {
      changes.incrementAndGet();
    }

    @Override
    public void earRefused(String reason) {
      refusals.add(reason);
    }
  }

  @AfterEach
  void close() {
    sessions.close();
    gateway.close();
  }

  @Test
  void itIdentifiesItselfWithTheAccountsTokenAndListens() throws InterruptedException {
    var ear = sessions.open(TOKEN, told);
    var line = gateway.line();

    var identify = line.next(2);
    assertThat(identify.path("token").asString()).isEqualTo(TOKEN);
    assertThat(identify.has("intents")).isFalse();
    assertThat(ear.session()).isNull();
    line.ready("s1");

    await("it listens").untilAsserted(() -> assertThat(ear.session()).isEqualTo("s1"));
    assertThat(gateway.targets()).containsExactly("/api/gateway", "/first/?v=10&encoding=json");
    assertThat(identifies).hasValue(1);
  }

  @Test
  void itPassesOnWhatIsOfMidjourneyAndOfItsOwnRequests() throws InterruptedException {
    var line = listening("s1");

    line.event(2, "MESSAGE_CREATE", message("936929561302675456", 64, "77"));
    line.event(3, "MESSAGE_CREATE", message("42", 0, "78"));
    line.event(4, "INTERACTION_CREATE", "{\"id\":\"5\",\"nonce\":\"77\"}");
    line.event(5, "INTERACTION_SUCCESS", "{\"id\":\"5\",\"nonce\":\"77\"}");
    line.event(6, "INTERACTION_FAILURE", "{\"id\":\"5\",\"nonce\":\"77\",\"reason_code\":2}");
    line.event(
        7,
        "INTERACTION_MODAL_CREATE",
        """
        {"id":"6","nonce":"77","custom_id":"MJ::RemixModal::h::1::1","title":"Remix Prompt",
         "components":[{"type":1,"components":[
           {"type":4,"custom_id":"MJ::RemixModal::new_prompt","value":"a fox"}]}]}
        """);
    line.event(
        8,
        "INTERACTION_IFRAME_MODAL_CREATE",
        "{\"id\":\"7\",\"nonce\":\"77\",\"custom_id\":\"MJ::iframe::t\"}");

    await("all was heard").untilAsserted(() -> assertThat(told.news).hasSize(5));
    assertThat(told.news)
        .containsExactly(
            new RequestNews.Taken("77"),
            new RequestNews.Answered("77"),
            new RequestNews.Unanswered("77", 2),
            new RequestNews.Dialog(
                "77",
                "6",
                "MJ::RemixModal::h::1::1",
                List.of(new RequestNews.Input("MJ::RemixModal::new_prompt", "a fox"))),
            new RequestNews.WebPage("77", "MJ::iframe::t"));
    assertThat(told.messages)
        .singleElement()
        .satisfies(
            heard -> {
              assertThat(heard.nonce()).isEqualTo("77");
              assertThat(heard.isEphemeral()).isTrue();
            });
  }

  @Test
  void itBeatsAsOftenAsItIsToldAndSaysWhatItHeardLast() throws InterruptedException {
    gateway.beatEvery(50);
    var line = listening("s1");

    line.event(9, "SOMETHING", "{}");
    await("a heartbeat that says so")
        .untilAsserted(() -> assertThat(line.next(1).asInt(0)).isEqualTo(9));
    assertThat(line.next(1).asInt()).isEqualTo(9);
    assertThat(gateway.isUnused()).isTrue();
  }

  @Test
  void itBeatsAtOnceWhenItIsAsked() throws InterruptedException {
    var line = listening("s1");

    line.say("{\"op\":1,\"d\":null}");

    assertThat(line.next(1).asInt()).isEqualTo(1);
  }

  @Test
  void aConnectionThatDoesNotAnswerHeartbeatsIsLeftAndResumed() throws InterruptedException {
    gateway.beatEvery(60);
    var line = listening("s1");
    line.acknowledges = false;

    assertResumes(gateway.line(), "s1", 1);
    assertThat(line.closing()).isNotIn(1000, 1001);
    assertThat(identifies).hasValue(1);
  }

  @Test
  void itConnectsAnewWhenItIsAskedToAndGoesOn() throws InterruptedException {
    var line = listening("s1");
    line.event(7, "SOMETHING", "{}");

    line.say("{\"op\":7,\"d\":null}");

    var again = gateway.line();
    assertResumes(again, "s1", 7);
    assertThat(gateway.targets()).endsWith("/again/?v=10&encoding=json");
    again.event(8, "INTERACTION_CREATE", "{\"nonce\":\"77\"}");
    again.event(9, "RESUMED", "{}");
    await("what was missed is heard").untilAsserted(() -> assertThat(told.news).hasSize(1));
    assertThat(told.changes.get()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void aSessionThatIsOnlyInterruptedIsResumed() throws InterruptedException {
    listening("s1").say("{\"op\":9,\"d\":true}");

    assertResumes(gateway.line(), "s1", 1);
  }

  @Test
  void aSessionThatIsGoneIsBegunAnewWithinTheBudget() throws InterruptedException {
    var ear = sessions.open(TOKEN, told);
    var line = begun("s1");
    line.say("{\"op\":9,\"d\":false}");

    begun("s2");

    await("it listens in the new one")
        .untilAsserted(() -> assertThat(ear.session()).isEqualTo("s2"));
    assertThat(identifies).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {4000, 4001, 4002, 4003, 4005, 4008})
  void whatClosesForAPassingReasonIsResumed(int code) throws InterruptedException {
    listening("s1").close(code);

    assertResumes(gateway.line(), "s1", 1);
    assertThat(told.refusals).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {4007, 4009})
  void whatClosesBecauseOfTheSessionIsBegunAnew(int code) throws InterruptedException {
    listening("s1").close(code);

    assertThat(gateway.line().next(2).path("token").asString()).isEqualTo(TOKEN);
    assertThat(identifies).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {4004, 4010, 4011, 4012, 4013, 4014})
  void whatClosesForGoodIsToldAndNeverTriedAgain(int code) throws InterruptedException {
    sessions.open(TOKEN, told);
    var line = gateway.line();
    line.next(2);

    line.close(code);

    await("it is told").untilAsserted(() -> assertThat(told.refusals).hasSize(1));
    if (code == 4004) {
      assertThat(told.refusals.getFirst()).contains("refused its token").doesNotContain(TOKEN);
    }
    await("nobody connects again")
        .during(Duration.ofMillis(400))
        .atMost(Duration.ofSeconds(5))
        .until(gateway::isUnused);
    assertThat(identifies).hasValue(1);
  }

  @Test
  void aGatewayThatRefusesConnectionsIsTriedUntilItDoesNot() throws InterruptedException {
    gateway.refuse(3);

    var line = listening("s1");

    line.event(2, "INTERACTION_CREATE", "{\"nonce\":\"77\"}");
    await("it is heard").untilAsserted(() -> assertThat(told.news).hasSize(1));
  }

  @Test
  void aSessionThatNobodyAnswersForIsBegunAnew() throws InterruptedException {
    var line = listening("s1");
    gateway.refuse(5);

    line.close(4000);

    assertThat(gateway.line().next(2).path("token").asString()).isEqualTo(TOKEN);
    assertThat(gateway.targets()).contains("/again/?v=10&encoding=json");
  }

  @Test
  void pausesGrowAndAreNeverAllTheSame() {
    var pauses = Pauses.USUAL;

    assertThat(pauses.after(0)).isEqualTo(Duration.ZERO);
    assertThat(pauses.after(1)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    assertThat(pauses.after(4)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
    assertThat(pauses.after(500)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
    assertThat(java.util.stream.Stream.generate(() -> pauses.after(9)).limit(20).distinct())
        .hasSizeGreaterThan(1);
    assertThat(pauses.beforeNewSession()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
  }

  @Test
  void aClosedSessionIsEndedForGood() throws InterruptedException {
    var ear = sessions.open(TOKEN, told);
    var line = begun("s1");
    await("it listens").until(() -> ear.session() != null);

    ear.close();

    assertThat(line.closing()).isEqualTo(1000);
    assertThat(ear.session()).isNull();
    await("nobody connects again")
        .during(Duration.ofMillis(300))
        .atMost(Duration.ofSeconds(5))
        .until(gateway::isUnused);
  }

  @Test
  void aMessageInSeveralPartsIsRead() throws InterruptedException {
    var line = listening("s1");

    line.event(2, "INTERACTION_CREATE", "{\"nonce\":\"77\",\"x\":\"" + "x".repeat(300_000) + "\"}");

    await("it is heard").untilAsserted(() -> assertThat(told.news).hasSize(1));
  }

  /// A session that listens.
  private Gateway.Line listening(String session) throws InterruptedException {
    var ear = sessions.open(TOKEN, told);
    var line = begun(session);
    await("it listens").until(() -> ear.session() != null);
    return line;
  }

  private Gateway.Line begun(String session) throws InterruptedException {
    var line = gateway.line();
    line.next(2);
    line.ready(session);
    return line;
  }

  private static void assertResumes(Gateway.Line line, String session, int heard)
      throws InterruptedException {
    var resume = line.next(6);
    assertThat(resume.path("token").asString()).isEqualTo(TOKEN);
    assertThat(resume.path("session_id").asString()).isEqualTo(session);
    assertThat(resume.path("seq").asInt()).isEqualTo(heard);
  }

  private static String message(String author, int flags, String nonce) {
    return """
        {"id":"1","channel_id":"2","guild_id":"3","flags":%d,"nonce":"%s","content":"",
         "author":{"id":"%s"},"embeds":[]}
        """
        .formatted(flags, nonce, author)
        .replace("\n", " ");
  }
}
