package easel.worker.track;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.id.JobId;
import easel.common.message.FailReason;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// An account that is heard by a bot and through its own session: what both hear counts once, and
/// what has a request's nonce is certain.
class TwoEarsTests {
  private static final String ME = "13";
  private static final String MIDJOURNEY = "936929561302675456";
  private static final long THREAD = 500;
  private static final long ELSEWHERE = 600;
  private static final long FLOOR = 1000;
  private static final String OURS = "00000000-0000-0000-0000-00000000000a";
  private static final String THEIRS = "00000000-0000-0000-0000-00000000000b";
  private static final String NONCE = "77";

  private final Tracker tracker = new Tracker(ME);
  private final JobId job = new JobId(UUID.randomUUID());

  @Test
  void whatBothHearCountsOnceWhicheverHearsItFirst() {
    for (var earIsFirst : List.of(true, false)) {
      var both = new Tracker(ME);
      both.await(Awaited.imagine(job, THREAD, FLOOR).withNonce(NONCE));

      // when the start is heard twice
      var first = both.see(start(THREAD, 1001, OURS, earIsFirst ? NONCE : null));
      var second = both.see(start(THREAD, 1001, OURS, earIsFirst ? null : NONCE));
      assertThat(first).hasValueSatisfying(sign -> assertThat(sign).isInstanceOf(Sign.Began.class));
      assertThat(second).isEmpty();

      // and the picture
      var picture = both.see(grid(1002, OURS, 0)).orElseThrow();
      assertThat(picture).isInstanceOf(Sign.Finished.class);
      both.remember(((Sign.Finished) picture).picture());
      both.forget(job);
      assertThat(both.see(grid(1002, OURS, 0))).isEmpty();

      // then neither begins the next job of that thread
      both.await(Awaited.imagine(new JobId(UUID.randomUUID()), THREAD, FLOOR).withNonce("other"));
      assertThat(both.see(start(THREAD, 1001, OURS, null))).isEmpty();
      assertThat(both.see(start(THREAD, 1001, OURS, NONCE))).isEmpty();
      assertThat(both.see(grid(1002, OURS, 0))).isEmpty();
    }
  }

  @Test
  void anAnswerWithTheNonceIsTheJobsInWhateverThread() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR).withNonce(NONCE));

    assertThat(tracker.see(start(ELSEWHERE, 1001, OURS, NONCE)))
        .hasValueSatisfying(sign -> assertThat(sign.job()).isEqualTo(job));
    assertThat(tracker.see(finished(ELSEWHERE, 1002, OURS, 0)))
        .hasValueSatisfying(sign -> assertThat(sign).isInstanceOf(Sign.Finished.class));
  }

  @Test
  void whatSomebodyTypedInTheThreadMakesNothingAmbiguousOnceTheNonceIsHeard() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR).withNonce(NONCE));

    assertThat(tracker.see(start(THREAD, 1001, OURS, NONCE))).isPresent();
    assertThat(tracker.see(start(THREAD, 1002, THEIRS, null))).isEmpty();
    assertThat(tracker.see(grid(1003, THEIRS, 0))).isEmpty();

    assertThat(tracker.see(grid(1004, OURS, 0)))
        .hasValueSatisfying(
            sign -> assertThat(((Sign.Finished) sign).picture().midjourneyJob()).isEqualTo(OURS));
  }

  @Test
  void aStartThatWasTakenForTheJobsIsNotOnceTheNonceIsHeardElsewhere() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR).withNonce(NONCE));

    // given that somebody's was heard first
    tracker.see(start(THREAD, 1001, THEIRS, null));
    tracker.see(start(THREAD, 1002, OURS, null));
    assertThat(tracker.see(start(THREAD, 1002, OURS, NONCE)))
        .hasValueSatisfying(sign -> assertThat(sign).isInstanceOf(Sign.Began.class));

    assertThat(tracker.see(grid(1003, THEIRS, 0))).isEmpty();
    assertThat(tracker.see(grid(1004, OURS, 0))).isPresent();
  }

  @Test
  void anAnswerToAnothersRequestBeginsNothingThoughTheBotHearsItToo() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR).withNonce(NONCE));

    assertThat(tracker.see(start(THREAD, 1001, THEIRS, "typed by hand"))).isEmpty();
    assertThat(tracker.see(start(THREAD, 1001, THEIRS, null))).isEmpty();
    assertThat(tracker.see(grid(1002, THEIRS, 0))).isEmpty();

    assertThat(tracker.see(start(THREAD, 1003, OURS, null))).isPresent();
  }

  @Test
  void whatADialogStartedIsThePressesThoughTheBotTookItForSomebodyElses() {
    tracker.await(Awaited.press(job, THREAD, FLOOR, 900, "MJ::Job::PicReader::1").withNonce(NONCE));

    assertThat(tracker.see(start(THREAD, 1001, OURS, null))).isEmpty();
    assertThat(tracker.see(start(THREAD, 1001, OURS, NONCE)))
        .hasValueSatisfying(sign -> assertThat(sign).isInstanceOf(Sign.Began.class));

    assertThat(tracker.see(grid(1002, OURS, 0)))
        .hasValueSatisfying(sign -> assertThat(sign).isInstanceOf(Sign.Finished.class));
  }

  @Test
  void aHiddenJobIsFollowedToItsPicture() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR).withNonce(NONCE));

    assertThat(tracker.see(start(THREAD, 1001, OURS, NONCE))).isPresent();
    assertThat(
            tracker.see(
                message(
                    THREAD,
                    1001,
                    64,
                    "**a fox** - <@13> (31%) (fast)",
                    List.of(new SeenMessage.Attachment(OURS + "_grid_0.webp", "https://p/1")),
                    List.of(),
                    List.of(),
                    null)))
        .hasValueSatisfying(sign -> assertThat(((Sign.Progressed) sign).percent()).isEqualTo(31));
    assertThat(tracker.see(grid(1002, OURS, 64)))
        .hasValueSatisfying(
            sign -> {
              var picture = ((Sign.Finished) sign).picture();
              assertThat(picture.midjourneyJob()).isEqualTo(OURS);
              assertThat(picture.message().flags()).isEqualTo(64);
            });
  }

  @Test
  void aRefusalThatOnlyTheAccountIsShownEndsItsOwnJob() {
    var other = new JobId(UUID.randomUUID());
    tracker.await(Awaited.imagine(job, THREAD, FLOOR).withNonce(NONCE));
    tracker.await(Awaited.imagine(other, ELSEWHERE, FLOOR).withNonce("88"));

    var refused = message(THREAD, 1001, 64, "", List.of(), List.of(), List.of(BANNED), NONCE);

    assertThat(tracker.see(refused))
        .hasValue(
            new Sign.Refused(
                job, new Notice.RequestRefused(FailReason.BANNED_PROMPT, "Banned prompt: no")));
  }

  @Test
  void aQueuedJobIsNotBegunByTheNoticeAndBeginsLater() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR).withNonce(NONCE));
    var queued =
        message(
            THREAD,
            1001,
            64,
            "",
            List.of(),
            List.of(),
            List.of(new SeenMessage.Embed("Job queued", "", 16_776_960)),
            NONCE);

    assertThat(tracker.see(queued)).hasValue(new Sign.Queued(job));
    assertThat(tracker.see(start(THREAD, 1002, OURS, null)))
        .hasValueSatisfying(sign -> assertThat(sign).isInstanceOf(Sign.Began.class));
  }

  @Test
  void anEmptyAnswerThatIsEditedIntoARefusalIsOne() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR).withNonce(NONCE));

    assertThat(tracker.see(message(THREAD, 1001, 192, "", List.of(), List.of(), List.of(), NONCE)))
        .isPresent();
    assertThat(
            tracker.see(message(THREAD, 1001, 64, "", List.of(), List.of(), List.of(BANNED), null)))
        .hasValueSatisfying(sign -> assertThat(sign).isInstanceOf(Sign.Refused.class));
  }

  @Test
  void aPictureThatIsHeldBackAfterItWasDrawnEndsTheOnlyJobOfItsThread() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR).withNonce(NONCE));
    tracker.see(start(THREAD, 1001, OURS, NONCE));

    // what says nothing of a picture is not about a job that was begun
    assertThat(tracker.see(saidLater("Queue full"))).isEmpty();
    assertThat(tracker.see(saidLater("Request cancelled due to output filters")))
        .hasValue(
            new Sign.Refused(
                job,
                new Notice.RequestRefused(
                    FailReason.MODERATED, "Request cancelled due to output filters: no")));
  }

  private static SeenMessage saidLater(String title) {
    return message(
        THREAD,
        1002,
        64,
        "",
        List.of(),
        List.of(),
        List.of(new SeenMessage.Embed(title, "no", 16_711_680)),
        null);
  }

  @Test
  void aRefusalInPublicIsSeenByTheBotAlone() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR));

    assertThat(tracker.see(publicRefusal(THREAD, "14"))).isEmpty();
    assertThat(tracker.see(publicRefusal(ELSEWHERE, ME))).isEmpty();
    assertThat(tracker.see(publicRefusal(THREAD, ME)))
        .hasValueSatisfying(sign -> assertThat(sign).isInstanceOf(Sign.Refused.class));
  }

  private static final SeenMessage.Embed BANNED =
      new SeenMessage.Embed("Banned prompt", "no", 16_711_680);

  private static SeenMessage publicRefusal(long channel, String invoker) {
    return new SeenMessage(
        1001,
        channel,
        "1",
        0,
        MIDJOURNEY,
        "",
        List.of(),
        List.of(),
        null,
        invoker,
        null,
        List.of(BANNED),
        "imagine");
  }

  private static SeenMessage start(
      long channel, long id, String midjourneyJob, @Nullable String nonce) {
    return message(
        channel,
        id,
        0,
        "**a fox** - <@13> (Waiting to start)",
        List.of(),
        List.of(
            new SeenMessage.SeenButton(
                "Cancel Job", "MJ::CancelJob::ByJobid::" + midjourneyJob, false)),
        List.of(),
        nonce);
  }

  private static SeenMessage grid(long id, String midjourneyJob, int flags) {
    return finished(THREAD, id, midjourneyJob, flags);
  }

  private static SeenMessage finished(long channel, long id, String midjourneyJob, int flags) {
    return message(
        channel,
        id,
        flags,
        "**a fox** - <@13> (fast)",
        List.of(new SeenMessage.Attachment("me_a_fox_" + midjourneyJob + ".png", "https://p/2")),
        List.of(),
        List.of(),
        null);
  }

  private static SeenMessage message(
      long channel,
      long id,
      int flags,
      String content,
      List<SeenMessage.Attachment> attachments,
      List<SeenMessage.SeenButton> buttons,
      List<SeenMessage.Embed> embeds,
      @Nullable String nonce) {
    return new SeenMessage(
        id,
        channel,
        "1",
        flags,
        MIDJOURNEY,
        content,
        attachments,
        buttons,
        null,
        null,
        null,
        embeds,
        null,
        nonce);
  }
}
