package easel.systemtests.promise;

import static org.assertj.core.api.Assertions.assertThat;

import easel.systemtests.promise.Asked.Result;
import easel.systemtests.promise.Disturbance.Cause;
import easel.systemtests.promise.History.End;
import easel.systemtests.promise.History.Job;
import easel.systemtests.promise.History.Send;
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
  void aMarkHasNeitherPictureNorText() {
    for (var tag : List.of("a", "b", "c")) {
      history.asked(tag, new Asked("Favorite", Result.MARK, List.of()));
      history.ended(new End(tag, "fox", 1, "DONE"));
    }
    told("a", "");
    assertThat(new RightPicture().brokenBy(history)).isEmpty();
    assertThat(new RightText().brokenBy(history)).isEmpty();

    history.told("b", new Told("DONE", true, "", "/b.png", 2));
    told("c", "1️⃣ a fox");

    assertThat(new RightPicture().brokenBy(history))
        .containsExactly("b asked for a mark and was told a picture: '/b.png'");
    assertThat(new RightText().brokenBy(history))
        .containsExactly("c asked for a mark and was told a text: '1️⃣ a fox'");
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
      history.asked(
          tag, new Asked(tag, tag.equals("text") ? Result.TEXTS : Result.PICTURE, List.of()));
      history.told(tag, new Told("FAIL", null, "NO_ANSWER ", "", 3));
    }

    assertThat(new NothingLostUnderFaults(List.of(killed)).brokenBy(history))
        .singleElement()
        .asString()
        .startsWith("blend was told FAIL");
  }

  @Test
  void whatDiscordGotAsItWasGivenIsRight() {
    history.asked("a", new Asked("blend of 2", Result.PICTURE, List.of("one", "two")));
    history.got(new Got("a", List.of("one", "two")));
    history.asked("b", new Asked("U1", Result.PICTURE, List.of()));
    history.got(new Got("b", List.of()));

    assertThat(new GivenAsItWas().brokenBy(history)).isEmpty();
  }

  @Test
  void picturesInAnotherOrderAreSeen() {
    history.asked("a", new Asked("blend of 2", Result.PICTURE, List.of("one", "two")));
    history.got(new Got("a", List.of("two", "one")));

    assertThat(new GivenAsItWas().brokenBy(history))
        .containsExactly("a gave [one, two], but Discord got [two, one]");
  }

  @Test
  void aChangedPromptIsSeen() {
    history.asked("a", new Asked("imagine", Result.PICTURE, List.of("an  owl")));
    history.got(new Got("a", List.of("an owl")));

    assertThat(new GivenAsItWas().brokenBy(history)).hasSize(1);
  }

  @Test
  void aFourthRelaxedJobAtOnceIsSeen() {
    for (var tag : List.of("a", "b", "c", "d")) {
      relaxed(tag);
      history.sent(new Send(tag, "fox", 1));
      history.ended(new End(tag, "fox", 5, "DONE"));
    }

    assertThat(new ThreeRelaxed().brokenBy(history))
        .containsExactly("account fox: expected at most 3 relaxed ones running, got: 4 (with d)");
    assertThat(ThreeRelaxed.mostAtOnce(history)).isEqualTo(4);
  }

  @Test
  void threeRelaxedOnesBesideOthersAndOnAnotherAccountAreRight() {
    for (var tag : List.of("a", "b", "c", "d", "e")) {
      relaxed(tag);
    }
    history.asked("f", new Asked("imagine --fast", Result.PICTURE, List.of("an owl --fast")));
    for (var tag : List.of("a", "b", "c", "f")) {
      history.sent(new Send(tag, "fox", 1));
      history.ended(new End(tag, "fox", 5, "DONE"));
    }
    // which takes the place of one that ends at that moment
    history.sent(new Send("d", "fox", 5));
    history.sent(new Send("e", "owl", 2));

    assertThat(new ThreeRelaxed().brokenBy(history)).isEmpty();
    assertThat(ThreeRelaxed.mostAtOnce(history)).isEqualTo(3);
  }

  @Test
  void aPromptAloneAsksForRelax() {
    assertThat(imagine("a fox --relax").isRelaxed()).isTrue();
    assertThat(imagine("a fox —relax --ar 3:2").isRelaxed()).isTrue();
    assertThat(imagine("a fox --relaxed").isRelaxed()).isFalse();
    assertThat(imagine("a fox--relax").isRelaxed()).isFalse();
    assertThat(new Asked("U1", Result.PICTURE, List.of()).isRelaxed()).isFalse();
    assertThat(new Asked("shorten", Result.TEXTS, List.of("a fox --relax")).isRelaxed()).isFalse();
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
  void aPartOfAPictureThatChangesOrIsAllOfItIsSeen() {
    drew("a", "/a.png", "cafe");
    history.fetched(new Fetched("a", "/2", 200, "beef", false, 3));
    history.fetched(new Fetched("a", "/2", 200, "beef", true, 4));
    history.fetched(new Fetched("a", "/3", 200, "fade", true, 5));
    assertThat(new RightBytes().brokenBy(history)).isEmpty();

    history.fetched(new Fetched("a", "/2", 200, "dead", true, 6));
    history.fetched(new Fetched("a", "?width=64", 200, "cafe", true, 7));
    history.fetched(new Fetched("a", "/4", 404, "", true, 8));

    assertThat(new RightBytes().brokenBy(history))
        .containsExactly(
            "a/2: the address gave other bytes than before",
            "a?width=64: the address gave all of the picture");
    assertThat(new PicturesLast().brokenBy(history))
        .containsExactly("a/4: the picture's address gave a 404, after Discord's link had died");
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
  void aSeedThatIsToldInTheEndIsRight() {
    history.seedAsked(new SeedAsked("a", "4711", 42));
    history.seedTold(new SeedTold("a", "", "code 4, no worker knew", 1));
    history.seedTold(new SeedTold("a", "4711", "", 2));

    assertThat(new RightSeed().brokenBy(history)).isEmpty();
  }

  @Test
  void anotherSeedAndOneThatIsNeverToldAreSeen() {
    for (var tag : List.of("a", "b", "c")) {
      history.seedAsked(new SeedAsked(tag, "4711", 42));
    }
    history.seedTold(new SeedTold("a", "4712", "", 1));
    history.seedTold(new SeedTold("a", "4711", "", 2));
    history.seedTold(new SeedTold("b", "", "code 4, no worker knew", 1));

    assertThat(new RightSeed().brokenBy(history))
        .containsExactly(
            "a was drawn with seed 4711 and told 4712",
            "b: its seed was never told: code 4, no worker knew",
            "c: its seed was never told: no answer");
  }

  @Test
  void ofAnAccountThatWasUnlinkedASeedNeedNotBeToldButMustBeRight() {
    history.unlinked(new History.Unlink(42, 9));
    history.seedAsked(new SeedAsked("a", "4711", 42));
    history.seedAsked(new SeedAsked("b", "4712", 42));
    history.seedAsked(new SeedAsked("c", "4713", 43));
    history.seedTold(new SeedTold("b", "4711", "", 1));

    assertThat(new RightSeed().brokenBy(history))
        .containsExactly(
            "b was drawn with seed 4712 and told 4711", "c: its seed was never told: no answer");
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

  private void relaxed(String tag) {
    history.asked(tag, imagine("a fox --relax"));
  }

  private static Asked imagine(String prompt) {
    return new Asked("imagine", Result.PICTURE, List.of(prompt));
  }

  private void wrote(String tag, String text) {
    history.accepted(new Job(tag, "own", accepted++, 0, false));
    history.asked(tag, new Asked("shorten", Result.TEXTS, List.of()));
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
