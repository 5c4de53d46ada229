package easel.worker.track;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.id.JobId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A result that `/show` has brought back is that of the job whose id it has, and of no other (P7).
class ShownAgainTests {
  private static final String ME = "13";
  private static final String MIDJOURNEY = "936929561302675456";
  private static final long THREAD = 500;
  private static final long FLOOR = 1000;
  private static final String OURS = "00000000-0000-0000-0000-00000000000a";
  private static final String THEIRS = "00000000-0000-0000-0000-00000000000b";
  private static final String GRID = "**a fox** - <@13> (fast)";
  private static final int LOADING = 128;

  private final Tracker tracker = new Tracker(ME);
  private final JobId job = new JobId(UUID.randomUUID());

  @Test
  void theShownPictureIsThatOfTheJobWhoseIdItHas() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR).begunBy(1001L, OURS));

    isDone(tracker.see(shown(1005, GRID, OURS, "show", null)));
  }

  @Test
  void itIsAlsoWhereTheAnswerDoesNotNameItsCommand() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR).begunBy(1001L, OURS));

    isDone(tracker.see(shown(1005, GRID, OURS, null, null)));
  }

  @Test
  void aJobWhoseIdIsNotKnownIsNotGivenAPictureThatSomebodyHasShown() {
    // given a command whose start is hidden, or late
    tracker.await(Awaited.imagine(job, THREAD, FLOOR));

    // when an old picture is shown in its thread, also as history shows it
    var old = shown(1005, GRID, THEIRS, "show", null);
    assertThat(tracker.see(old)).isEmpty();
    assertThat(tracker.see(shown(1006, GRID, THEIRS, null, null))).isEmpty();

    // then its own is still its own, and the old one no rival
    var own = answer(1007, 0, GRID, OURS, null, null, null);
    isDone(tracker.see(own, List.of(old, own)));
  }

  @Test
  void anothersPictureInTheThreadIsNotTheJobs() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR).begunBy(1001L, OURS));

    assertThat(tracker.see(shown(1005, GRID, THEIRS, "show", null))).isEmpty();
    assertThat(tracker.see(shown(1005, "**a fox** - <@14> (fast)", OURS, "show", null))).isEmpty();
  }

  @Test
  void whereTwoCommandsBeganInTheThreadNothingIsGuessed() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR).begunBy(1001L, OURS).asAmbiguous());

    assertThat(tracker.see(shown(1005, GRID, OURS, "show", null))).isEmpty();
  }

  @Test
  void theShownResultOfAPressRefersToNoMessageAndIsFoundByItsIdAndKind() {
    tracker.await(
        Awaited.press(job, THREAD, FLOOR, 900, "MJ::JOB::upsample::2::h").begunBy(1001L, OURS));

    assertThat(tracker.see(shown(1005, GRID, OURS, "show", null))).isEmpty();
    isDone(tracker.see(shown(1006, "**a fox** - Image #2 <@13>", OURS, "show", null)));
  }

  @Test
  void itIsFoundAmongAnswersToRequestsThatNobodyAwaits() {
    // given that every request is known by its nonce, and this one's is no job's
    tracker.await(
        Awaited.imagine(job, THREAD, FLOOR).begunBy(1001L, OURS).withNonce("of the send"));
    tracker.askedFor(job);

    // when it is empty at first
    assertThat(
            tracker.see(answer(1005, LOADING, "", null, ME, "show", "of the request to show it")))
        .isEmpty();

    // then what it is edited into counts
    isDone(tracker.see(shown(1005, GRID, OURS, "show", null)));
  }

  @Test
  void anEmptyAnswerBesideTheStartIsNoSecondStartOnceTheResultWasAskedFor() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR).begunBy(1001L, OURS));
    tracker.askedFor(job);

    assertThat(tracker.see(answer(1005, LOADING, "", null, ME, null, null))).isEmpty();

    isDone(tracker.see(shown(1005, GRID, OURS, null, null)));
  }

  @Test
  void anEmptyAnswerBesideTheStartIsASecondOneWhereNothingWasAskedFor() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR).begunBy(1001L, OURS));

    assertThat(tracker.see(answer(1005, LOADING, "", null, ME, null, null)))
        .hasValue(new Sign.Ambiguous(job));
  }

  @Test
  void whatIsShownOnceMoreAfterItsEndIsNotTheNextJobs() {
    tracker.await(Awaited.imagine(job, THREAD, FLOOR).begunBy(1001L, OURS));
    isDone(tracker.see(shown(1005, GRID, OURS, "show", null)));
    tracker.forget(job);
    tracker.await(Awaited.imagine(new JobId(UUID.randomUUID()), THREAD, FLOOR));

    assertThat(tracker.see(shown(1006, GRID, OURS, "show", null))).isEmpty();
  }

  private void isDone(Optional<Sign> sign) {
    assertThat(sign)
        .hasValueSatisfying(
            seen ->
                assertThat(seen)
                    .isInstanceOfSatisfying(
                        Sign.Finished.class,
                        done -> {
                          assertThat(done.job()).isEqualTo(job);
                          assertThat(done.picture().midjourneyJob()).isEqualTo(OURS);
                        }));
  }

  private static SeenMessage shown(
      long id,
      String content,
      String midjourneyJob,
      @Nullable String command,
      @Nullable String nonce) {
    return answer(id, 0, content, midjourneyJob, ME, command, nonce);
  }

  private static SeenMessage answer(
      long id,
      int flags,
      String content,
      @Nullable String midjourneyJob,
      @Nullable String invoker,
      @Nullable String command,
      @Nullable String nonce) {
    return new SeenMessage(
        id,
        THREAD,
        "1",
        flags,
        MIDJOURNEY,
        content,
        midjourneyJob == null
            ? List.of()
            : List.of(
                new SeenMessage.Attachment("me_a_fox_" + midjourneyJob + ".png", "https://p/1")),
        List.of(),
        null,
        invoker,
        null,
        List.of(),
        command,
        nonce);
  }
}
