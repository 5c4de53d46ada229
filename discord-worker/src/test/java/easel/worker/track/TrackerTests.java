package easel.worker.track;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.id.JobId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// To which job a message belongs (P7).
class TrackerTests {
  private static final String ME = "13";
  private static final String MIDJOURNEY = "936929561302675456";
  private static final long THREAD = 500;
  private static final long FLOOR = 1000;
  private static final String FIRST = "00000000-0000-0000-0000-00000000000a";
  private static final String SECOND = "00000000-0000-0000-0000-00000000000b";

  private final Tracker tracker = new Tracker(ME);
  private final JobId job = new JobId(UUID.randomUUID());

  @Test
  void aPictureIsJoinedToItsStartByMidjourneysJobId() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR));

    // when the start shows one job id, and pictures of two appear
    assertThat(tracker.see(start(1001, FIRST))).hasValueSatisfying(TrackerTests::began);
    assertThat(tracker.see(grid(1002, SECOND))).isEmpty();

    // then only that with the start's is the job's, though the prompts are equal
    assertThat(tracker.see(grid(1003, FIRST))).hasValueSatisfying(sign -> finished(sign, FIRST));
  }

  @Test
  void aPictureWithoutAStartBelongsToTheOnlyCommandInItsThread() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR));

    assertThat(tracker.see(grid(1002, FIRST))).hasValueSatisfying(sign -> finished(sign, FIRST));
  }

  @Test
  void ofTwoPicturesWithoutAStartThatAreReadTogetherNeitherIsGuessed() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR));
    var history = List.of(grid(1002, SECOND), grid(1003, FIRST));

    assertThat(tracker.see(history.getFirst(), history))
        .hasValueSatisfying(sign -> assertThat(sign).isEqualTo(new Sign.Ambiguous(job)));

    assertThat(tracker.see(history.getLast(), history)).isEmpty();
  }

  @Test
  void aPictureWhoseStartWasSeenIsFoundAmongOthersThatAreReadTogether() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR));
    assertThat(tracker.see(start(1001, FIRST))).hasValueSatisfying(TrackerTests::began);
    var history = List.of(grid(1002, SECOND), grid(1003, FIRST));

    assertThat(tracker.see(history.get(0), history)).isEmpty();
    assertThat(tracker.see(history.get(1), history))
        .hasValueSatisfying(sign -> finished(sign, FIRST));
  }

  @Test
  void aStartThatIsReadTogetherWithAnothersPictureIsNotGuessed() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR));
    var history = List.of(start(1001, FIRST), grid(1002, SECOND));

    assertThat(tracker.see(history.getFirst(), history)).contains(new Sign.Ambiguous(job));

    assertThat(tracker.see(grid(1003, FIRST))).isEmpty();
    assertThat(tracker.see(grid(1002, SECOND))).isEmpty();
  }

  @Test
  void anEarlierPictureThatIsReadTogetherIsNoRival() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR));
    var history = List.of(grid(FLOOR, SECOND), grid(1003, FIRST));

    assertThat(tracker.see(history.getLast(), history))
        .hasValueSatisfying(sign -> finished(sign, FIRST));
  }

  @Test
  void aStrangersPictureThatIsReadTogetherIsNoRival() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR));
    var history = List.of(picture(1002, "**a** - <@14> (fast)", SECOND, null), grid(1003, FIRST));

    assertThat(tracker.see(history.getFirst(), history)).isEmpty();
    assertThat(tracker.see(history.getLast(), history))
        .hasValueSatisfying(sign -> finished(sign, FIRST));
  }

  @Test
  void whatWasThereBeforeTheSendIsNotTheJobs() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR));

    assertThat(tracker.see(start(FLOOR, FIRST))).isEmpty();
    assertThat(tracker.see(grid(FLOOR, FIRST))).isEmpty();
  }

  @Test
  void aReplayedPictureOfAnEarlierJobIsNotTheNextJobs() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR));
    var first = tracker.see(grid(1002, FIRST)).orElseThrow();
    tracker.remember(((Sign.Finished) first).picture());
    tracker.forget(job);
    tracker.await(Awaited.imagine(new JobId(UUID.randomUUID()), THREAD, FLOOR));

    assertThat(tracker.see(grid(1002, FIRST))).isEmpty();
  }

  @Test
  void twoStartsWhereOneWasSentMeanThatNothingIsGuessed() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR));

    // given that someone typed the same in the thread
    tracker.see(start(1001, FIRST));
    assertThat(tracker.see(start(1002, SECOND)))
        .hasValueSatisfying(sign -> assertThat(sign).isEqualTo(new Sign.Ambiguous(job)));

    // then it is said once, and neither picture is the job's
    assertThat(tracker.see(start(1002, SECOND))).isEmpty();
    assertThat(tracker.see(grid(1003, FIRST))).isEmpty();
    assertThat(tracker.see(grid(1004, SECOND))).isEmpty();
  }

  @Test
  void whatIsKnownToBeAmbiguousFromBeforeGetsNoPictureThoughOneStartAloneIsFound() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR).begunBy(1001L, FIRST).asAmbiguous());

    assertThat(tracker.see(grid(1003, FIRST))).isEmpty();
  }

  @Test
  void theSamePromptInTwoThreadsGoesToTheJobOfEachThread() {
    var other = new JobId(UUID.randomUUID());
    tracker.await(Awaited.imagine(job, THREAD, FLOOR));
    tracker.await(Awaited.imagine(other, THREAD + 1, FLOOR));

    // when neither start was seen, and the later command is done first
    assertThat(tracker.see(elsewhere(grid(1001, SECOND)))).map(Sign::job).hasValue(other);
    assertThat(tracker.see(grid(1002, FIRST))).map(Sign::job).hasValue(job);
  }

  @Test
  void aMessageInAThreadWhereNothingWasSentIsNobodys() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR));

    assertThat(tracker.see(elsewhere(start(1001, FIRST)))).isEmpty();
    assertThat(tracker.see(elsewhere(grid(1002, FIRST)))).isEmpty();
  }

  @Test
  void aPreviewIsNoPicture() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR));

    for (var name : List.of(FIRST + "_grid_0.webp", FIRST + "_0_step_4.jpeg")) {
      var preview = new SeenMessage.Attachment(name, "http://cdn/" + name);
      assertThat(tracker.see(showing(preview))).isEmpty();
    }
  }

  @Test
  void anotherMembersCommandInTheThreadIsNotOurs() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR));

    assertThat(tracker.see(text(1001, "**a** - <@99> (Waiting to start)", SECOND))).isEmpty();
    assertThat(tracker.see(picture(1002, "**a** - <@99> (fast)", SECOND, null))).isEmpty();
    assertThat(tracker.see(grid(1003, FIRST))).isPresent();
  }

  @Test
  void someoneElsesWordsAreNoSign() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR));
    var fake =
        new SeenMessage(
            1001,
            THREAD,
            "1",
            0,
            "99",
            "**a** - <@13> (fast)",
            attachments(FIRST),
            List.of(),
            null,
            null,
            null,
            List.of(),
            null);

    assertThat(tracker.see(fake)).isEmpty();
  }

  @Test
  void anEmptyFirstAnswerIsTheStartThatItIsEditedInto() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR));
    var empty =
        new SeenMessage(
            1001,
            THREAD,
            "1",
            0,
            MIDJOURNEY,
            "",
            List.of(),
            List.of(),
            null,
            ME,
            null,
            List.of(),
            null);

    assertThat(tracker.see(empty)).hasValueSatisfying(TrackerTests::began);
    assertThat(tracker.see(start(1001, FIRST))).hasValueSatisfying(TrackerTests::began);
    assertThat(tracker.see(grid(1002, SECOND))).isEmpty();
    assertThat(tracker.see(grid(1003, FIRST))).isPresent();
  }

  @Test
  void anUpdateThatSaysOnlyItsTextIsProgressOfItsStart() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR));
    tracker.see(start(1001, FIRST));
    var partial =
        new SeenMessage(
            1001,
            THREAD,
            "",
            0,
            null,
            "**a** - <@13> (31%) (fast)",
            List.of(),
            List.of(),
            null,
            null,
            null,
            List.of(),
            null);

    assertThat(tracker.see(partial))
        .hasValueSatisfying(
            sign ->
                assertThat(sign)
                    .isInstanceOfSatisfying(
                        Sign.Progressed.class, said -> assertThat(said.percent()).isEqualTo(31)));
  }

  @Test
  void aStoppedStartEndsItsJob() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR));
    tracker.see(start(1001, FIRST));

    assertThat(tracker.see(text(1001, "**a** - <@13> (Stopped)", null)))
        .hasValue(new Sign.Stopped(job));
  }

  @Test
  void aResultOfAPressIsFoundByTheMessageItActedOnAndItsKind() {
    var other = new JobId(UUID.randomUUID());
    tracker.await(Awaited.press(job, THREAD, FLOOR, 900, "MJ::JOB::upsample::2::h"));
    tracker.await(Awaited.press(other, THREAD, FLOOR, 900, "MJ::JOB::reroll::0::h::SOLO"));

    assertThat(tracker.see(picture(1001, "**a** - Image #2 <@13>", FIRST, 900L)))
        .map(Sign::job)
        .hasValue(job);
    assertThat(tracker.see(picture(1002, "**a** - <@13> (fast)", SECOND, 900L)))
        .map(Sign::job)
        .hasValue(other);
  }

  @Test
  void twoPicturesUpscaledFromOneGridAreToldApartByTheirNumber() {
    var third = new JobId(UUID.randomUUID());
    tracker.await(Awaited.press(job, THREAD, FLOOR, 900, "MJ::JOB::upsample::2::h"));
    tracker.await(Awaited.press(third, THREAD, FLOOR, 900, "MJ::JOB::upsample::3::h"));

    assertThat(tracker.see(picture(1001, "**a** - Image #3 <@13>", SECOND, 900L)))
        .map(Sign::job)
        .hasValue(third);
    assertThat(tracker.see(picture(1002, "**a** - Image #2 <@13>", FIRST, 900L)))
        .map(Sign::job)
        .hasValue(job);
  }

  @Test
  void aVariationIsNotTheUpscaleOfTheSameGrid() {
    var upscale = new JobId(UUID.randomUUID());
    tracker.await(Awaited.press(upscale, THREAD, FLOOR, 900, "MJ::JOB::upsample::1::h"));
    tracker.await(Awaited.press(job, THREAD, FLOOR, 900, "MJ::JOB::variation::1::h"));

    assertThat(
            tracker.see(picture(1001, "**a** - Variations (Strong) by <@13> (fast)", FIRST, 900L)))
        .map(Sign::job)
        .hasValue(job);
  }

  @Test
  void theSameKindOnAnotherMessageIsNotThePress() {
    tracker.await(Awaited.press(job, THREAD, FLOOR, 900, "MJ::JOB::upsample::2::h"));

    assertThat(tracker.see(picture(1001, "**a** - Image #2 <@13>", FIRST, 901L))).isEmpty();
    assertThat(tracker.see(picture(1002, "**a** - Image #3 <@13>", FIRST, 900L))).isEmpty();
  }

  @Test
  void theBlueEditOfThePressedMessageIsNoResult() {
    tracker.await(Awaited.press(job, THREAD, FLOOR, 900, "MJ::JOB::reroll::0::h::SOLO"));

    assertThat(tracker.see(grid(900, FIRST))).isEmpty();
  }

  @Test
  void theBlueEditOfThePressedMessageIsNotTheNextImaginesPicture() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR));
    tracker.see(start(1001, FIRST));
    tracker.remember(((Sign.Finished) tracker.see(grid(1002, FIRST)).orElseThrow()).picture());
    tracker.forget(job);
    var press = new JobId(UUID.randomUUID());
    tracker.await(Awaited.press(press, THREAD, 1002, 1002, "MJ::JOB::reroll::0::h::SOLO"));
    // given a floor that is lower than it should be
    tracker.await(Awaited.imagine(new JobId(UUID.randomUUID()), THREAD, FLOOR));

    assertThat(tracker.see(grid(1002, FIRST))).isEmpty();
  }

  @Test
  void aStoppedPressDoesNotStopAnImagineWhoseStartIsUnseen() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR));

    assertThat(tracker.see(picture(1001, "**a** - <@13> (Stopped)", SECOND, 900L))).isEmpty();
    assertThat(tracker.see(text(1001, "**a** - Zoom Out by <@13> (Stopped)", null))).isEmpty();
    assertThat(tracker.see(grid(1003, FIRST))).map(Sign::job).hasValue(job);
  }

  @Test
  void aStoppedMessageIsTheEndOfAnImagineWhoseStartWasMissed() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR));

    assertThat(tracker.see(text(1001, "**a** - <@13> (Stopped)", null)))
        .hasValue(new Sign.Stopped(job));
  }

  @Test
  void aPressesResultIsNotTheImaginesInTheSameThread() {
    var press = new JobId(UUID.randomUUID());
    tracker.await(Awaited.imagine(job, THREAD, FLOOR));
    tracker.await(Awaited.press(press, THREAD, FLOOR, 900, "MJ::JOB::reroll::0::h::SOLO"));

    assertThat(tracker.see(picture(1001, "**a** - <@13> (fast)", FIRST, 900L)))
        .map(Sign::job)
        .hasValue(press);
    assertThat(tracker.see(grid(1002, SECOND))).map(Sign::job).hasValue(job);
  }

  @Test
  void aPressThatReadsLikeAnotherIsNotGuessed() {
    tracker.await(Awaited.press(job, THREAD, FLOOR, 900, "MJ::JOB::variation::1::h"));
    tracker.await(
        Awaited.press(
            new JobId(UUID.randomUUID()), THREAD, FLOOR, 900, "MJ::JOB::variation::2::h"));

    assertThat(
            tracker.see(picture(1001, "**a** - Variations (Strong) by <@13> (fast)", FIRST, 900L)))
        .isEmpty();
  }

  // Describe, shorten, blend and what is pressed below them

  private static final String LINES = "1️⃣ a fox\n\n2️⃣ a hare\n\n3️⃣ an owl\n\n4️⃣ a crow";
  private static final String WEIGHTS =
      """
      ## Important tokens
      **fox** (1.00) **red** (0.87)

      ## Shortened prompts
      1️⃣ a red fox

      2️⃣ red fox""";

  @Test
  void aDescriptionIsItsFirstAnswerOnceThatIsDone() {
    tracker.await(Awaited.describe(job, THREAD, FLOOR));

    assertThat(tracker.see(loading(1001, "describe"))).hasValueSatisfying(TrackerTests::began);
    assertThat(tracker.see(described(1001, "describe")))
        .hasValueSatisfying(
            sign ->
                assertThat(sign)
                    .isInstanceOfSatisfying(
                        Sign.Answered.class,
                        said -> {
                          assertThat(said.job()).isEqualTo(job);
                          assertThat(said.answer().content()).isEqualTo(LINES);
                          assertThat(said.answer().message().id()).isEqualTo("1001");
                          assertThat(said.answer().buttons())
                              .extracting(button -> button.customId())
                              .containsExactly("MJ::Job::PicReader::1", "MJ::Picread::Retry");
                        }));
  }

  @Test
  void aShortenedPromptIsItsFirstAnswerOnceThatIsDone() {
    tracker.await(Awaited.shorten(job, THREAD, FLOOR));

    assertThat(tracker.see(loading(1001, "shorten"))).hasValueSatisfying(TrackerTests::began);
    assertThat(tracker.see(shortened(1001, "shorten")))
        .hasValueSatisfying(
            sign ->
                assertThat(sign)
                    .isInstanceOfSatisfying(
                        Sign.Answered.class,
                        said -> assertThat(said.answer().content()).isEqualTo(WEIGHTS)));
  }

  @Test
  void anAnswerThatLoadsOrLacksItsTextsOrButtonsIsNotDone() {
    tracker.await(Awaited.describe(job, THREAD, FLOOR));
    tracker.see(loading(1001, "describe"));
    var stillLoading = texts(1001, 128, LINES, "MJ::Job::PicReader::1", ME, "describe", null);
    var onePart = texts(1001, 0, "1️⃣ a fox", "MJ::Job::PicReader::1", ME, "describe", null);
    var noButtons = texts(1001, 0, LINES, "MJ::Picread::Retry", ME, "describe", null);
    var notice = texts(1001, 0, "Please wait", "MJ::Job::PicReader::1", ME, "describe", null);

    for (var message : List.of(stillLoading, onePart, noButtons, notice)) {
      assertThat(tracker.see(message)).as(message.toString()).isEmpty();
    }
    assertThat(tracker.see(described(1001, "describe"))).isPresent();
  }

  @Test
  void anUpdateThatSaysOnlyItsEmbedEndsTheDescriptionThatItsStartBegan() {
    tracker.await(Awaited.describe(job, THREAD, FLOOR));
    tracker.see(loading(1001, "describe"));
    var partial = texts(1001, 0, LINES, "MJ::Job::PicReader::1", null, null, null);

    assertThat(tracker.see(partial)).map(Sign::job).hasValue(job);
  }

  @Test
  void aDescriptionWhoseStartWasMissedIsFoundAsItWasLeft() {
    tracker.await(Awaited.describe(job, THREAD, FLOOR));

    // when history shows what was there before the send, and what came after
    assertThat(tracker.see(described(FLOOR, "describe"))).isEmpty();
    assertThat(tracker.see(described(1001, "describe")))
        .hasValueSatisfying(sign -> assertThat(sign).isInstanceOf(Sign.Answered.class));
  }

  @Test
  void somebodyElsesDescriptionInTheThreadIsNotOurs() {
    tracker.await(Awaited.describe(job, THREAD, FLOOR));
    var theirs = texts(1001, 0, LINES, "MJ::Job::PicReader::1", "99", "describe", null);
    var unsigned = texts(1002, 0, LINES, "MJ::Job::PicReader::1", null, null, null);

    assertThat(tracker.see(theirs)).isEmpty();
    assertThat(tracker.see(unsigned)).isEmpty();
  }

  @Test
  void twoDescriptionsWhereOneWasSentMeanThatNothingIsGuessed() {
    tracker.await(Awaited.describe(job, THREAD, FLOOR));
    tracker.see(loading(1001, "describe"));

    // when a second one, whose loading was not seen, is done first
    assertThat(tracker.see(described(1002, "describe"))).hasValue(new Sign.Ambiguous(job));
    assertThat(tracker.see(described(1001, "describe"))).isEmpty();
    assertThat(tracker.see(described(1002, "describe"))).isEmpty();
  }

  @Test
  void anotherCommandTypedInTheThreadIsNotTheAwaitedOne() {
    tracker.await(Awaited.describe(job, THREAD, FLOOR));

    assertThat(tracker.see(loading(1001, "shorten"))).isEmpty();
    assertThat(tracker.see(shortened(1001, "shorten"))).isEmpty();
    assertThat(tracker.see(start(1002, FIRST))).isEmpty();
    assertThat(tracker.see(grid(1003, FIRST))).isEmpty();
    assertThat(tracker.see(loading(1004, "describe"))).map(Sign::job).hasValue(job);
  }

  @Test
  void aDescriptionTypedInTheThreadOfAnImagineIsNotItsStart() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR));

    assertThat(tracker.see(loading(1001, "describe"))).isEmpty();
    assertThat(tracker.see(described(1001, "describe"))).isEmpty();
    assertThat(tracker.see(start(1002, FIRST))).hasValueSatisfying(TrackerTests::began);
    assertThat(tracker.see(grid(1003, FIRST))).hasValueSatisfying(sign -> finished(sign, FIRST));
  }

  @Test
  void anEditOfAnEarlierDescriptionIsNotTheNextOnes() {
    tracker.await(Awaited.describe(job, THREAD, FLOOR));
    tracker.see(loading(1001, "describe"));
    tracker.see(described(1001, "describe"));
    tracker.forget(job);
    tracker.await(Awaited.describe(new JobId(UUID.randomUUID()), THREAD, 1001));

    assertThat(tracker.see(described(1001, "describe"))).isEmpty();
  }

  @Test
  void aBlendIsDrawnAsAnImagineIs() {
    tracker.await(Awaited.blend(job, THREAD, FLOOR));

    assertThat(tracker.see(loading(1001, "blend"))).hasValueSatisfying(TrackerTests::began);
    assertThat(tracker.see(start(1001, FIRST))).hasValueSatisfying(TrackerTests::began);
    assertThat(tracker.see(grid(1002, SECOND))).isEmpty();
    assertThat(tracker.see(grid(1003, FIRST))).hasValueSatisfying(sign -> finished(sign, FIRST));
  }

  @Test
  void aDescriptionOnceMoreAnswersToTheMessageThatWasPressed() {
    tracker.await(Awaited.press(job, THREAD, FLOOR, 900, "MJ::Picread::Retry"));

    // given answers that act on another message, of somebody else, and texts of another kind
    assertThat(tracker.see(again(1001, 901L, ME))).isEmpty();
    assertThat(tracker.see(again(1002, 900L, "99"))).isEmpty();
    assertThat(tracker.see(texts(1003, 0, WEIGHTS, "MJ::Job::PromptAnalyzer::1", ME, null, 900L)))
        .isEmpty();

    assertThat(tracker.see(again(1004, 900L, ME)))
        .hasValueSatisfying(
            sign ->
                assertThat(sign)
                    .isInstanceOfSatisfying(
                        Sign.Answered.class,
                        said -> assertThat(said.answer().message().id()).isEqualTo("1004")));
  }

  @Test
  void theEditThatTurnsAPressedDescriptionBlueIsNoSecondDescription() {
    tracker.await(Awaited.press(job, THREAD, 1001, 1001, "MJ::Picread::Retry"));

    assertThat(tracker.see(described(1001, "describe"))).isEmpty();
  }

  @Test
  void aMarkIsSetOnceItsButtonIsBlue() {
    tracker.await(Awaited.press(job, THREAD, 899, 900, "MJ::BOOKMARK::h"));

    assertThat(tracker.see(marked(900, false))).isEmpty();
    assertThat(tracker.see(marked(901, true))).isEmpty();
    assertThat(tracker.see(marked(900, true)))
        .hasValueSatisfying(
            sign ->
                assertThat(sign)
                    .isInstanceOfSatisfying(
                        Sign.Answered.class,
                        said -> assertThat(said.answer().content()).isEmpty()));
  }

  private static SeenMessage loading(long id, String command) {
    return new SeenMessage(
        id,
        THREAD,
        "1",
        128,
        MIDJOURNEY,
        "",
        List.of(),
        List.of(),
        null,
        ME,
        null,
        List.of(),
        command);
  }

  private static SeenMessage described(long id, String command) {
    return texts(id, 0, LINES, "MJ::Job::PicReader::1", ME, command, null);
  }

  private static SeenMessage again(long id, long pressed, String invoker) {
    return texts(id, 0, LINES, "MJ::Job::PicReader::1", invoker, null, pressed);
  }

  private static SeenMessage shortened(long id, String command) {
    return texts(id, 0, WEIGHTS, "MJ::Job::PromptAnalyzer::1", ME, command, null);
  }

  private static SeenMessage texts(
      long id,
      int flags,
      String description,
      String button,
      @Nullable String invoker,
      @Nullable String command,
      @Nullable Long pressed) {
    return new SeenMessage(
        id,
        THREAD,
        "1",
        flags,
        MIDJOURNEY,
        "",
        List.of(),
        List.of(
            new SeenMessage.SeenButton("1️⃣", button, false),
            new SeenMessage.SeenButton("🔄", "MJ::Picread::Retry", false)),
        pressed,
        invoker,
        pressed,
        List.of(new SeenMessage.Embed(description)),
        command);
  }

  private static SeenMessage marked(long id, boolean blue) {
    return new SeenMessage(
        id,
        THREAD,
        "1",
        0,
        MIDJOURNEY,
        "**a** - Image #2 <@13>",
        attachments(FIRST),
        List.of(
            new SeenMessage.SeenButton("Vary (Subtle)", "MJ::JOB::low_variation::1::h::SOLO", true),
            new SeenMessage.SeenButton("Favorite", "MJ::BOOKMARK::h", blue)),
        null,
        null,
        null,
        List.of(),
        null);
  }

  private static void began(Sign sign) {
    assertThat(sign).isInstanceOf(Sign.Began.class);
  }

  private void finished(Sign sign, String midjourneyJob) {
    assertThat(sign)
        .isInstanceOfSatisfying(
            Sign.Finished.class,
            done -> {
              assertThat(done.job()).isEqualTo(job);
              assertThat(done.picture().midjourneyJob()).isEqualTo(midjourneyJob);
            });
  }

  private static SeenMessage start(long id, String midjourneyJob) {
    return text(id, "**a** - <@13> (Waiting to start)", midjourneyJob);
  }

  private static SeenMessage text(long id, String content, @Nullable String cancellable) {
    var buttons =
        cancellable == null
            ? List.<SeenMessage.SeenButton>of()
            : List.of(
                new SeenMessage.SeenButton(
                    "Cancel Job", "MJ::CancelJob::ByJobid::" + cancellable, false));
    return new SeenMessage(
        id,
        THREAD,
        "1",
        0,
        MIDJOURNEY,
        content,
        List.of(),
        buttons,
        null,
        null,
        null,
        List.of(),
        null);
  }

  private static SeenMessage grid(long id, String midjourneyJob) {
    return picture(id, "**a** - <@13> (fast)", midjourneyJob, null);
  }

  private static SeenMessage picture(
      long id, String content, String midjourneyJob, @Nullable Long reference) {
    return new SeenMessage(
        id,
        THREAD,
        "1",
        0,
        MIDJOURNEY,
        content,
        attachments(midjourneyJob),
        List.of(),
        reference,
        null,
        null,
        List.of(),
        null);
  }

  private static SeenMessage elsewhere(SeenMessage message) {
    return new SeenMessage(
        message.id(),
        THREAD + 1,
        message.server(),
        message.flags(),
        message.author(),
        message.content(),
        message.attachments(),
        message.buttons(),
        message.reference(),
        message.invoker(),
        message.pressed(),
        message.embeds(),
        message.command());
  }

  private static SeenMessage showing(SeenMessage.Attachment preview) {
    return new SeenMessage(
        1001,
        THREAD,
        "1",
        0,
        MIDJOURNEY,
        "**a** - <@13> (fast)",
        List.of(preview),
        List.of(),
        null,
        null,
        null,
        List.of(),
        null);
  }

  private static List<SeenMessage.Attachment> attachments(String midjourneyJob) {
    return List.of(
        new SeenMessage.Attachment(
            "me_a_" + midjourneyJob + ".png", "http://cdn/" + midjourneyJob));
  }
}
