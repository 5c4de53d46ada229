package easel.systemtests.promise;

import static org.assertj.core.api.Assertions.assertThat;

import easel.systemtests.promise.Disturbance.Cause;
import easel.systemtests.promise.History.End;
import easel.systemtests.promise.History.Job;
import easel.systemtests.promise.History.Told;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each judge of what is asked for beside imagine finds the break that is planted here.
class PromisesOfOperationsTests {
  private static final String HERE = "http://127.0.0.1:1/customer-1/";
  private static final String ELSEWHERE = "http://127.0.0.1:1/customer-2/";

  private final History history = new History();
  private int accepted;

  @Test
  void aTextThatMidjourneyWroteForTheJobIsRight() {
    wrote("a", "1️⃣ a fox");
    told("a", "1️⃣ a fox");

    assertThat(new RightText().brokenBy(history)).isEmpty();
    assertThat(new RightPicture().brokenBy(history)).isEmpty();
  }

  @Test
  void theTextOfAnotherIsSeen() {
    wrote("a", "1️⃣ a fox");
    wrote("b", "1️⃣ an owl");
    told("a", "1️⃣ an owl");

    assertThat(new RightText().brokenBy(history)).containsExactly("a was told the text of b");
  }

  @Test
  void twoWhoWereWrittenTheSameAreBothRight() {
    wrote("a", "1️⃣ a fox");
    wrote("b", "1️⃣ a fox");
    told("a", "1️⃣ a fox");
    told("b", "1️⃣ a fox");

    assertThat(new RightText().brokenBy(history)).isEmpty();
  }

  @Test
  void aTextThatNobodyWroteIsSeen() {
    wrote("a", "1️⃣ a fox");
    told("a", "1️⃣ a");

    assertThat(new RightText().brokenBy(history))
        .singleElement()
        .asString()
        .contains("never wrote");
  }

  @Test
  void aMissingTextIsSeen() {
    wrote("a", "1️⃣ a fox");
    told("a", "");

    assertThat(new RightText().brokenBy(history)).hasSize(1);
  }

  @Test
  void aPictureInPlaceOfATextIsSeen() {
    wrote("a", "1️⃣ a fox");
    history.told("a", new Told("DONE", true, "", "/a.png", "1️⃣ a fox", 2));

    assertThat(new RightPicture().brokenBy(history)).hasSize(1);
  }

  @Test
  void anotherTextToldLaterIsASecondEnd() {
    wrote("a", "1️⃣ a fox");
    told("a", "1️⃣ a fox");
    told("a", "1️⃣ an owl");

    assertThat(new OneEnd().brokenBy(history)).hasSize(1);
  }

  @Test
  void aDeadWorkerExplainsTheUnknownOutcomeOfATextButNotOfABlend() {
    var killed = new Disturbance(Cause.KILL, "worker", "", 0, 5);
    for (var tag : List.of("text", "blend")) {
      history.accepted(new Job(tag, "own", accepted++, 0, false));
      history.asked(tag, new Asked(tag, tag.equals("text"), List.of()));
      history.told(tag, new Told("FAIL", null, "NO_ANSWER ", "", 3));
    }

    assertThat(new NothingLostUnderFaults(List.of(killed)).brokenBy(history))
        .singleElement()
        .asString()
        .startsWith("blend was told FAIL");
  }

  @Test
  void whatDiscordGotAsItWasGivenIsRight() {
    history.asked("a", new Asked("blend of 2", false, List.of("one", "two")));
    history.got(new Got("a", List.of("one", "two")));
    history.asked("b", new Asked("U1", false, List.of()));
    history.got(new Got("b", List.of()));

    assertThat(new GivenAsItWas().brokenBy(history)).isEmpty();
  }

  @Test
  void picturesInAnotherOrderAreSeen() {
    history.asked("a", new Asked("blend of 2", false, List.of("one", "two")));
    history.got(new Got("a", List.of("two", "one")));

    assertThat(new GivenAsItWas().brokenBy(history))
        .containsExactly("a gave [one, two], but Discord got [two, one]");
  }

  @Test
  void aChangedPromptIsSeen() {
    history.asked("a", new Asked("imagine", false, List.of("an  owl")));
    history.got(new Got("a", List.of("an owl")));

    assertThat(new GivenAsItWas().brokenBy(history)).hasSize(1);
  }

  @Test
  void bytesAsTheyWereDrawnAreRight() {
    drew("a", "/a.png", "cafe");
    history.fetched(new Fetched("a", 200, "cafe", false, 3));
    history.fetched(new Fetched("a", 200, "cafe", true, 9));

    assertThat(new RightBytes().brokenBy(history)).isEmpty();
    assertThat(new PicturesLast().brokenBy(history)).isEmpty();
  }

  @Test
  void otherBytesAreSeen() {
    drew("a", "/a.png", "cafe");
    drew("b", "/b.png", "beef");
    history.fetched(new Fetched("a", 200, "beef", false, 3));

    assertThat(new RightBytes().brokenBy(history))
        .singleElement()
        .asString()
        .contains("a: the picture's address gave other bytes", "beef, expected cafe");
  }

  @Test
  void bytesOfAPictureThatWasNeverDrawnAreSeen() {
    history.fetched(new Fetched("a", 200, "", false, 3));
    history.fetched(new Fetched("b", 200, "beef", false, 3));

    assertThat(new RightBytes().brokenBy(history))
        .anyMatch(broken -> broken.startsWith("b: ") && broken.endsWith("expected no picture"));
  }

  @Test
  void aPictureThatIsGoneWithDiscordsLinkIsSeen() {
    drew("a", "/a.png", "cafe");
    history.fetched(new Fetched("a", 410, "", true, 3));
    history.fetched(new Fetched("a", 0, "", false, 4));

    assertThat(new PicturesLast().brokenBy(history))
        .containsExactly(
            "a: the picture's address gave a 410, after Discord's link had died",
            "a: the picture's address gave no answer");
  }

  @Test
  void aDeliveryThatComesTwiceIsNoBreak() {
    owed("a");
    arrived("1", "a", "PROCESSING", 31);
    arrived("2", "a", "DONE", 100);
    arrived("2", "a", "DONE", 100);
    arrived("1", "a", "PROCESSING", 31);

    assertThat(webhooks()).isEmpty();
  }

  @Test
  void anEndThatWasNeverDeliveredIsSeen() {
    owed("a");
    arrived("1", "a", "PROCESSING", 31);

    assertThat(new EndsDelivered().brokenBy(history))
        .containsExactly("a: its end was never delivered to " + HERE);
  }

  @Test
  void anEndWithoutASignatureToBelieveIsLostToo() {
    owed("a");
    history.notified(new Notice(HERE, "1", "", "", 0, false, 1));

    assertThat(new EndsDelivered().brokenBy(history)).hasSize(1);
    assertThat(new WebhooksSigned().brokenBy(history)).hasSize(1);
  }

  @Test
  void nobodyIsOwedTheEndOfAJobThatWasNotAccepted() {
    history.webhook("a", HERE);

    assertThat(new EndsDelivered().brokenBy(history)).isEmpty();
  }

  @Test
  void progressAfterTheEndIsSeen() {
    owed("a");
    arrived("1", "a", "DONE", 100);
    arrived("2", "a", "PROCESSING", 93);

    assertThat(new WebhooksInOrder().brokenBy(history))
        .containsExactly("a: PROCESSING (93 %) was delivered after its end, DONE");
  }

  @Test
  void progressThatGoesBackIsSeen() {
    owed("a");
    arrived("1", "a", "PROCESSING", 62);
    arrived("2", "a", "PROCESSING", 31);
    arrived("3", "a", "DONE", 100);

    assertThat(new WebhooksInOrder().brokenBy(history))
        .containsExactly("a: 31 % was delivered after 62 %");
  }

  @Test
  void aFailureAfterSomeProgressIsInOrder() {
    owed("a");
    arrived("1", "a", "PROCESSING", 62);
    arrived("2", "a", "FAIL", 0);

    assertThat(webhooks()).isEmpty();
  }

  @Test
  void aSecondDeliveryOfTheEndUnderAnotherIdIsSeen() {
    owed("a");
    arrived("1", "a", "DONE", 100);
    arrived("2", "a", "DONE", 100);

    assertThat(new WebhooksInOrder().brokenBy(history)).hasSize(1);
  }

  @Test
  void whatIsToldToSomebodyElseIsSeen() {
    owed("a");
    arrived("1", "a", "DONE", 100);
    history.notified(new Notice(ELSEWHERE, "2", "a", "DONE", 100, true, 2));
    history.notified(new Notice(HERE, "3", "stranger", "DONE", 100, true, 2));

    assertThat(new WebhooksWhereAsked().brokenBy(history))
        .containsExactly(
            "'a' was delivered to %s, expected: %s".formatted(ELSEWHERE, HERE),
            "'stranger' was delivered to %s, expected: nowhere".formatted(HERE));
  }

  private List<String> webhooks() {
    return Stream.of(
            new EndsDelivered(),
            new WebhooksSigned(),
            new WebhooksInOrder(),
            new WebhooksWhereAsked())
        .flatMap(promise -> promise.brokenBy(history).stream())
        .toList();
  }

  private void owed(String tag) {
    history.accepted(new Job(tag, "own", accepted++, 0, false));
    history.webhook(tag, HERE);
  }

  private void arrived(String id, String tag, String status, int progress) {
    history.notified(new Notice(HERE, id, tag, status, progress, true, 1));
  }

  private void wrote(String tag, String text) {
    history.accepted(new Job(tag, "own", accepted++, 0, false));
    history.asked(tag, new Asked("shorten", true, List.of()));
    history.ended(new End(tag, "fox", 1, "DONE", "", text));
  }

  private void told(String tag, String text) {
    history.told(tag, new Told("DONE", true, "", "", text, 2));
  }

  private void drew(String tag, String picture, String digest) {
    history.ended(new End(tag, "fox", 1, "DONE", picture));
    history.drawn(picture, digest);
  }
}
