package easel.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import easel.systemtests.Simulator.Entry;
import easel.systemtests.promise.Asked;
import easel.systemtests.promise.Asked.Result;
import easel.systemtests.promise.FirstComeFirstServed;
import easel.systemtests.promise.GivenAsItWas;
import easel.systemtests.promise.History;
import easel.systemtests.promise.History.Attempt;
import easel.systemtests.promise.History.End;
import easel.systemtests.promise.History.Job;
import easel.systemtests.promise.History.Queue;
import easel.systemtests.promise.History.Told;
import easel.systemtests.promise.History.Turn;
import easel.systemtests.promise.NeverOverTheLimit;
import easel.systemtests.promise.NothingLostUnderFaults;
import easel.systemtests.promise.NothingTwice;
import easel.systemtests.promise.RightPicture;
import easel.systemtests.promise.RightText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LedgerReaderTests {
  private static final String FAVORITE = "MJ::BOOKMARK::01234567-89ab-cdef-0123-456789abcdef";
  private static final String HOST = "http://127.0.0.1:8090";

  private final List<Entry> ledger = new ArrayList<>();
  private final Names names = new Names();
  private final History history = new History();
  private final Map<String, String> uploads = new HashMap<>();

  @Test
  void aJobIsKnownByTheWordInItsPrompt() {
    names.add("tag00001", "tag00001");
    request("a fox tag00001 --ar 3:2", "", "1", "204", true);
    ended("1", "/1.png?ex=1");

    read();

    assertThat(history.sends()).extracting(History.Send::tag).containsExactly("tag00001");
    assertThat(history.ends())
        .extracting(End::tag, End::end, End::picture)
        .containsExactly(tuple("tag00001", "DONE", "/1.png"));
  }

  @Test
  void aDialogIsFilledInByTheJobWhosePressHasOpenedIt() {
    var zoom = "MJ::CustomZoom::01234567-89ab-cdef-0123-456789abcdef";
    names.add(zoom, "tag00001-U1-customzoom");
    pressed(zoom, "1", "88");
    filledIn("of another tag00002", "MJ::OutpaintCustomZoomModal::h", "2", "88", "429", false);
    filledIn("of another tag00002", "MJ::OutpaintCustomZoomModal::h", "2", "88", "204", true);
    ended("2", "/1.png");

    read();

    assertThat(history.sends())
        .extracting(History.Send::tag, History.Send::at)
        .containsExactly(tuple("tag00001-U1-customzoom", 1L));
    assertThat(history.fillings())
        .extracting(Attempt::tag, Attempt::outcome)
        .containsExactly(
            tuple("tag00001-U1-customzoom", "429"), tuple("tag00001-U1-customzoom", "204"));
    assertThat(history.ends())
        .extracting(End::tag, End::picture)
        .containsExactly(tuple("tag00001-U1-customzoom", "/1.png"));
    assertThat(new NothingTwice().brokenBy(history)).isEmpty();
  }

  @Test
  void whatWasDrawnInAMarkedRegionIsKnownByThePressThatHasOpenedItsEditor() {
    var region = "MJ::Inpaint::1::01234567-89ab-cdef-0123-456789abcdef::SOLO";
    names.add(region, "tag00001-U1-varyregion");
    history.asked(
        "tag00001-U1-varyregion",
        new Asked("region", Result.PICTURE, true, List.of("a hat", "the mask")));
    uploads.put("mask-1", "the mask");
    pressed(region, "1", "88");
    marked("a hat", "200", true);
    ended("", "/1.png");
    marked("a hat", "404", false);

    read();

    assertThat(history.fillings())
        .extracting(Attempt::tag, Attempt::outcome)
        .containsExactly(
            tuple("tag00001-U1-varyregion", "200"), tuple("tag00001-U1-varyregion", "404"));
    assertThat(history.ends())
        .extracting(End::tag, End::picture)
        .containsExactly(tuple("tag00001-U1-varyregion", "/1.png"));
    assertThat(new GivenAsItWas().brokenBy(history)).isEmpty();
  }

  @Test
  void aDialogThatIsFilledInTwiceOrWronglyIsSeen() {
    var zoom = "MJ::CustomZoom::01234567-89ab-cdef-0123-456789abcdef";
    names.add(zoom, "tag00001-U1-customzoom");
    history.asked(
        "tag00001-U1-customzoom", new Asked("Custom Zoom", Result.PICTURE, true, List.of("a hat")));
    pressed(zoom, "1", "88");
    filledIn("a hat", "MJ::OutpaintCustomZoomModal::h", "2", "88", "204", true);
    filledIn("a cap", "MJ::OutpaintCustomZoomModal::h", "3", "88", "204", true);

    read();

    assertThat(new NothingTwice().brokenBy(history))
        .containsExactly("tag00001-U1-customzoom was filled in 2 times");
    assertThat(new GivenAsItWas().brokenBy(history))
        .containsExactly("tag00001-U1-customzoom gave [a hat], but Discord got [a cap]");
  }

  @Test
  void aDialogThatIsNeverFilledInDrawsNothing() {
    var zoom = "MJ::CustomZoom::01234567-89ab-cdef-0123-456789abcdef";
    names.add(zoom, "tag00001-U1-customzoom");
    pressed(zoom, "1", "88");

    read();

    assertThat(history.ends()).extracting(End::end).containsExactly(End.UNANSWERED);
    assertThat(history.fillings()).isEmpty();
  }

  @Test
  void aButtonBelowTextsIsKnownByTheJobThatWroteThem() {
    names.add("tag00001", "tag00001");
    names.add("tag00001 MJ::Picread::Retry", "tag00001-anew");
    names.add("tag00001 MJ::Picread::Retry MJ::Picread::Retry", "tag00001-anew-anew");
    given("http://g/tag00001.png", "1", "204", true);
    wrote("1", "1️⃣ a fox");
    request("", "MJ::Picread::Retry", "2", "204", true, "of 1");
    wrote("2", "1️⃣ an owl");
    request("", "MJ::Picread::Retry", "3", "204", true, "of 2");

    read();

    assertThat(history.sends())
        .extracting(History.Send::tag)
        .containsExactly("tag00001", "tag00001-anew", "tag00001-anew-anew");
    assertThat(history.ends())
        .extracting(End::tag, End::text)
        .contains(tuple("tag00001", "1️⃣ a fox"), tuple("tag00001-anew", "1️⃣ an owl"));
  }

  @Test
  void picturesThatWerePostedBeforeAPromptAreComparedByWhatTheyAre() {
    uploads.put("501", "one");
    uploads.put("502", "two");
    names.add("tag00001", "tag00001");
    var prompt = "http://g/tag00001.png a fox --iw 2";
    history.asked("tag00001", new Asked("imagine", Result.PICTURE, List.of("one", "two", prompt)));
    request(
        HOST
            + "/attachments/1/501/a.png?ex=1& "
            + HOST
            + "/attachments/1/502/b.jpg?ex=1& "
            + prompt,
        "",
        "1",
        "204",
        true);

    read();

    assertThat(new GivenAsItWas().brokenBy(history)).isEmpty();
  }

  @Test
  void aPressIsKnownByTheButton() {
    var grid = "/attachments/1/2/fox_a_fox_01234567-89ab-cdef-0123-456789abcdef.png";
    var button = Names.button("U2", grid);
    names.add(button, "tag00001-U2");
    request("", button, "1", "204", true);

    read();

    assertThat(button).isEqualTo("MJ::JOB::upsample::2::01234567-89ab-cdef-0123-456789abcdef");
    assertThat(history.sends()).extracting(History.Send::tag).containsExactly("tag00001-U2");
  }

  @Test
  void aZoomIsKnownByItsButtonToo() {
    var one = "/attachments/1/2/fox_a_fox_01234567-89ab-cdef-0123-456789abcdef.png";
    names.add(Names.button("Zoom Out 1.5x", one), "tag00001-U2-zoomout15x");
    request(
        "", "MJ::Outpaint::75::1::01234567-89ab-cdef-0123-456789abcdef::SOLO", "1", "204", true);

    read();

    assertThat(history.sends())
        .extracting(History.Send::tag)
        .containsExactly("tag00001-U2-zoomout15x");
  }

  @Test
  void aFavoriteIsDoneWhenItsPictureIsMarkedAndDrawsNothing() {
    favorite("204", true);
    ledger.add(entry("MARKED", "", FAVORITE, "1", "", false, "", ""));
    history.told("tag00001-U2-favorite", new Told("DONE", true, "", "", 0));

    read();

    assertThat(history.sends())
        .extracting(History.Send::tag)
        .containsExactly("tag00001-U2-favorite");
    assertThat(history.ends())
        .extracting(End::tag, End::end, End::picture, End::text)
        .containsExactly(tuple("tag00001-U2-favorite", "DONE", "", ""));
    assertThat(new NothingLostUnderFaults(List.of()).brokenBy(history)).isEmpty();
    assertThat(new RightPicture().brokenBy(history)).isEmpty();
    assertThat(new RightText().brokenBy(history)).isEmpty();
  }

  @Test
  void aFavoriteWhosePictureWasNeverMarkedIsUnanswered() {
    favorite("204", true);
    history.told("tag00001-U2-favorite", new Told("DONE", true, "", "", 0));

    read();

    assertThat(history.ends()).extracting(End::end).containsExactly(End.UNANSWERED);
    assertThat(new NothingLostUnderFaults(List.of()).brokenBy(history)).hasSize(1);
  }

  private void favorite(String outcome, boolean taken) {
    names.add(FAVORITE, "tag00001-U2-favorite");
    history.accepted(new Job("tag00001-U2-favorite", "own", 1, 0, true));
    history.asked("tag00001-U2-favorite", new Asked("Favorite", Result.MARK, List.of()));
    request("", FAVORITE, "1", outcome, taken);
    ledger.removeLast();
  }

  @Test
  void whatHasNoPromptIsKnownByItsFirstPicture() {
    uploads.put("7/a.png", "one");
    uploads.put("8/b.jpg", "two");
    names.add("one", "tag00001");
    history.asked("tag00001", new Asked("blend of 2", Result.PICTURE, List.of("one", "two")));
    given("7/a.png 8/b.jpg", "1", "CUT", false);
    given("7/a.png 8/b.jpg", "2", "204", true);
    ended("2", "/1.png");

    read();

    assertThat(history.attempts()).extracting(Attempt::outcome).containsExactly("CUT", "204");
    assertThat(history.attempts()).extracting(Attempt::tag).containsOnly("tag00001");
    assertThat(history.sends()).extracting(History.Send::tag).containsExactly("tag00001");
    assertThat(history.ends()).extracting(End::picture).containsExactly("/1.png");
    assertThat(new GivenAsItWas().brokenBy(history)).isEmpty();
  }

  @Test
  void picturesThatReachDiscordInAnotherOrderAreSeen() {
    uploads.put("7/a.png", "one");
    uploads.put("8/b.jpg", "three");
    names.add("one", "tag00001");
    history.asked("tag00001", new Asked("blend of 2", Result.PICTURE, List.of("one", "two")));
    given("7/a.png 8/b.jpg", "1", "204", true);

    read();

    assertThat(new GivenAsItWas().brokenBy(history))
        .containsExactly("tag00001 gave [one, two], but Discord got [one, three]");
  }

  @Test
  void aPictureThatNobodyGaveIsNobodysJob() {
    uploads.put("7/a.png", "another");
    names.add("one", "tag00001");
    given("7/a.png", "1", "204", true);

    read();

    assertThat(new NeverOverTheLimit(Duration.ZERO).brokenBy(history))
        .containsExactly("Discord saw another, which nobody submitted");
  }

  @Test
  void aDescribedLinkIsKnownByTheNameOfItsPicture() {
    names.add("tag00001", "tag00001");
    history.asked(
        "tag00001", new Asked("describe, url", Result.TEXTS, List.of("http://g/tag00001.png")));
    given("http://g/tag00001.png", "1", "204", true);
    ledger.removeLast();
    given("http://g/tag00001.png", "2", "204", true);
    wrote("2", "1️⃣ a fox");
    history.told("tag00001", new Told("DONE", true, "", "", "1️⃣ a fox", 0));

    read();

    assertThat(history.sends()).hasSize(2);
    assertThat(history.ends())
        .extracting(End::end, End::text)
        .containsExactly(tuple(End.UNANSWERED, ""), tuple("DONE", "1️⃣ a fox"));
    assertThat(new RightText().brokenBy(history)).isEmpty();
    assertThat(new GivenAsItWas().brokenBy(history)).isEmpty();
    assertThat(new NothingTwice().brokenBy(history)).hasSize(1);
  }

  @Test
  void aPressThatStopsAJobIsNoJobs() {
    request("", "MJ::CancelJob::ByJobid::01234567-89ab-cdef-0123-456789abcdef", "1", "204", true);

    read();

    assertThat(history.attempts()).isEmpty();
  }

  @Test
  void whatAPersonTypedIsNobodysJobThoughItHasTheSamePrompt() {
    names.add("tag00001", "tag00001");
    request("a fox tag00001", "", "1", "204", true);
    ended("1", "/1.png");
    ledger.add(
        new Entry(
            9,
            9,
            "INTERACTION",
            "fox",
            "thread",
            "",
            2,
            "imagine",
            "a fox tag00001",
            "",
            "",
            "204",
            true,
            "",
            "",
            "",
            Map.of("detail", "by hand")));

    read();

    assertThat(history.sends()).hasSize(1);
    assertThat(new NothingTwice().brokenBy(history)).isEmpty();
    history.accepted(new Job("tag00001", "own", 1, 0, false));
    history.attempted(new Attempt("tag00001", "fox", "thread", 8, "204", true));
    history.told("tag00001", new Told("FAIL", true, "TIMEOUT", "", 10));
    assertThat(new NothingLostUnderFaults(List.of()).brokenBy(history)).isEmpty();
  }

  @Test
  void whatWasRefusedWasNotSent() {
    names.add("tag00001", "tag00001");
    request("a fox tag00001", "", "1", "429", false);
    request("a fox tag00001", "", "2", "204", true);
    ended("2", "/1.png");

    read();

    assertThat(history.attempts()).extracting(Attempt::outcome).containsExactly("429", "204");
    assertThat(history.sends()).hasSize(1);
    assertThat(new NothingTwice().brokenBy(history)).isEmpty();
  }

  @Test
  void aSecondSendIsSeen() {
    names.add("tag00001", "tag00001");
    request("a fox tag00001", "", "1", "CUT", true);
    ended("1", "/1.png");
    request("a fox tag00001", "", "2", "204", true);
    ended("2", "/2.png");

    read();

    assertThat(new NothingTwice().brokenBy(history)).containsExactly("tag00001 was sent 2 times");
  }

  @Test
  void aCommandThatMidjourneyMadeNoJobOfIsUnanswered() {
    names.add("tag00001", "tag00001");
    request("a fox tag00001", "", "1", "204", true);
    ledger.removeLast();

    read();

    assertThat(history.ends()).extracting(End::end).containsExactly(End.UNANSWERED);
  }

  @Test
  void jobsWithTheSamePromptAreToldApartByTheirPictures() {
    twins();
    told("twin00001-1", "/1.png");
    told("twin00001-2", "/2.png");

    read();

    assertThat(new RightPicture().brokenBy(history)).isEmpty();
    assertThat(new NothingTwice().brokenBy(history)).isEmpty();
    assertThat(new FirstComeFirstServed().brokenBy(history)).isEmpty();
  }

  @Test
  void swappedPicturesOfTheSamePromptBreakTheOrder() {
    twins();
    told("twin00001-1", "/2.png");
    told("twin00001-2", "/1.png");

    read();

    assertThat(new FirstComeFirstServed().brokenBy(history)).hasSize(1);
  }

  @Test
  void onePictureForTwoJobsWithTheSamePromptIsSeen() {
    twins();
    told("twin00001-1", "/1.png");
    told("twin00001-2", "/1.png");

    read();

    assertThat(new RightPicture().brokenBy(history))
        .containsExactly("twin00001-2 was told the picture of twin00001-1");
  }

  @Test
  void oneSendTooManyOfTheSamePromptIsSeen() {
    twins();
    told("twin00001-1", "/1.png");
    told("twin00001-2", "/2.png");
    request("a fox twin00001", "", "3", "204", true);
    ended("3", "/3.png");

    read();

    assertThat(new NothingTwice().brokenBy(history))
        .containsExactly("twin00001-1 was sent 2 times");
  }

  @Test
  void ofTheSamePromptWhatNoPictureTellsApartIsThatOfTheAskedAccountsJob() {
    twinsOfTwoAccounts();
    history.told("twin00001-one", new Told("CANCELLED", false, ""));
    history.told("twin00001-two", new Told("FAIL", true, "NO_ANSWER"));
    request("a fox twin00001", "", "1", "204", true);
    ended("1", "/1.png");

    read();

    assertThat(history.sends()).extracting(History.Send::tag).containsExactly("twin00001-two");
  }

  @Test
  void ofTheSamePromptARefusedTryThatWasTheLastIsThatOfTheAskedAccountsJob() {
    twinsOfTwoAccounts();
    history.told("twin00001-two", new Told("FAIL", null, "NO_ANSWER", "", 0));
    request("a fox twin00001", "", "1", "CUT", false);

    read();

    assertThat(history.attempts()).extracting(Attempt::tag).containsExactly("twin00001-two");
  }

  /// Jobs with the same prompt, `twin00001-two` for the account that is asked.
  private void twinsOfTwoAccounts() {
    history.queue(new Queue("one", "c", Set.of("another user"), 3, Turn.AT_ACCEPTANCE));
    history.queue(new Queue("two", "c", Set.of("fox"), 3, Turn.AT_ACCEPTANCE));
    for (var queue : List.of("one", "two")) {
      names.add("twin00001", "twin00001-" + queue);
      history.accepted(new Job("twin00001-" + queue, queue, 1, 0, false));
    }
  }

  private void twins() {
    for (var number : List.of("1", "2")) {
      var job = "twin00001-" + number;
      names.add("twin00001", job);
      history.accepted(new Job(job, "own", Integer.parseInt(number), 0, false));
      request("a fox twin00001", "", number, "204", true);
      ended(number, "/" + number + ".png");
    }
  }

  private void told(String job, String picture) {
    history.told(job, new Told("DONE", true, "", picture, 0));
  }

  private void read() {
    new LedgerReader(names, name -> uploads.getOrDefault(name, "")).tell(ledger, history);
  }

  private void request(
      String prompt, String customId, String nonce, String outcome, boolean taken) {
    ledger.add(entry("INTERACTION", prompt, customId, nonce, outcome, taken, "", ""));
    if (taken) {
      ledger.add(entry("JOB_RUNNING", prompt, customId, nonce, "", false, "", ""));
    }
  }

  /// A press on a message.
  private void request(
      String prompt,
      String customId,
      String nonce,
      String outcome,
      boolean taken,
      String messageId) {
    ledger.add(
        with(
            entry("INTERACTION", prompt, customId, nonce, outcome, taken, "", ""),
            3,
            messageId,
            Map.of("nonce", nonce)));
    ledger.add(entry("JOB_RUNNING", prompt, customId, nonce, "", false, "", ""));
  }

  /// A press that opens a dialog.
  private void pressed(String customId, String nonce, String opener) {
    ledger.add(
        with(
            entry("INTERACTION", "", customId, nonce, "204", true, "", ""),
            3,
            "",
            Map.of("nonce", nonce)));
    ledger.add(
        with(
            entry("FORM", "", "the form", nonce, "", false, "", ""),
            3,
            "",
            Map.of("nonce", nonce, "opener", opener)));
  }

  private void filledIn(
      String prompt, String form, String nonce, String opener, String outcome, boolean taken) {
    ledger.add(
        with(
            entry("INTERACTION", prompt, form, nonce, outcome, taken, "", ""),
            5,
            "",
            Map.of("nonce", nonce, "opener", opener)));
    if (taken) {
      ledger.add(entry("JOB_RUNNING", prompt, form, nonce, "", false, "", ""));
    }
  }

  /// Midjourney's editor is told without a nonce.
  private void marked(String prompt, String outcome, boolean taken) {
    ledger.add(
        with(
            entry("INTERACTION", prompt, "MJ::iframe::77", "", outcome, taken, "", "mask-1"),
            5,
            "",
            Map.of("nonce", "", "opener", "88")));
  }

  private static Entry with(Entry it, int type, String messageId, Map<String, String> all) {
    return new Entry(
        it.seq(),
        it.nanos(),
        it.kind(),
        it.account(),
        it.channel(),
        it.parent(),
        type,
        it.command(),
        it.prompt(),
        it.customId(),
        messageId,
        it.outcome(),
        it.taken(),
        it.job(),
        it.end(),
        it.picture(),
        all);
  }

  private void given(String pictures, String nonce, String outcome, boolean taken) {
    ledger.add(entry("INTERACTION", "", "", nonce, outcome, taken, "", pictures));
    if (taken) {
      ledger.add(entry("JOB_RUNNING", "", "", nonce, "", false, "", ""));
    }
  }

  private void wrote(String nonce, String text) {
    ended(nonce, "");
    var ended = ledger.removeLast();
    ledger.add(
        new Entry(
            ended.seq(),
            ended.nanos(),
            ended.kind(),
            ended.account(),
            "",
            "",
            2,
            "describe",
            "",
            "",
            "",
            "",
            false,
            "",
            ended.end(),
            ended.picture(),
            Map.of("nonce", nonce, "detail", text, "finalMessageId", "of " + nonce)));
  }

  private void ended(String nonce, String picture) {
    var request =
        ledger.stream()
            .filter(entry -> nonce.equals(entry.all().get("nonce")))
            .findFirst()
            .orElseThrow();
    ledger.add(
        entry(
            "JOB_ENDED",
            request.prompt(),
            request.customId(),
            nonce,
            "",
            false,
            "DONE",
            HOST + picture));
  }

  private Entry entry(
      String kind,
      String prompt,
      String customId,
      String nonce,
      String outcome,
      boolean taken,
      String end,
      String picture) {
    long seq = ledger.size() + 1L;
    return new Entry(
        seq,
        seq,
        kind,
        "fox",
        "",
        "",
        2,
        "imagine",
        prompt,
        customId,
        "",
        outcome,
        taken,
        "",
        end,
        picture,
        Map.of("nonce", nonce));
  }
}
