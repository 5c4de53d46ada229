package easel.worker.account;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.Command;
import easel.common.message.DiscordMessage;
import easel.common.message.LaneJob;
import easel.common.message.Upload;
import easel.worker.claim.ClaimState;
import easel.worker.claim.NewClaim;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Which of an account's claimed jobs is sent next (P4).
class LineTests {
  private static final QueueId ONE = QueueId.ofCustomer(1);
  private static final QueueId OTHER = QueueId.ofCustomer(2);
  private long line;

  @Test
  void theFirstInLineIsNext() {
    var first = imagine(ONE);
    assertThat(Line.next(List.of(running(ONE), first, imagine(ONE)), 3, Set.of())).hasValue(first);
  }

  @Test
  void aFullAccountHoldsUpAll() {
    assertThat(Line.next(List.of(running(ONE), running(OTHER), imagine(ONE)), 2, Set.of()))
        .isEmpty();
  }

  @Test
  void aFullQueueLetsOtherQueuesPassButNotItsOwnJobs() {
    var other = imagine(OTHER);
    assertThat(Line.next(List.of(imagine(ONE), imagine(ONE), other), 3, Set.of(ONE)))
        .hasValue(other);
  }

  @Test
  void aFourthRelaxedJobWaitsAndItsQueueBehindIt() {
    var relaxed = List.of(relaxed(ONE, true), relaxed(ONE, true), relaxed(ONE, true));
    var held = relaxed(OTHER, false);
    var behind = imagine(OTHER);
    var other = imagine(ONE);
    assertThat(
            Line.next(
                List.of(relaxed.get(0), relaxed.get(1), relaxed.get(2), held, behind, other),
                12,
                Set.of()))
        .hasValue(other);
  }

  @Test
  void aPressThatReadsLikeAnOpenOneWaitsAndLetsItsOwnQueuePass() {
    var open = press("MJ::JOB::variation::1::h", "900");
    open.state = ClaimState.TRACKING;
    var alike = press("MJ::JOB::variation::2::h", "900");
    var behind = imagine(ONE);
    assertThat(Line.next(List.of(open, alike, behind), 3, Set.of())).hasValue(behind);
  }

  @Test
  void pressesThatReadDifferentlyOrElsewhereDoNotWait() {
    var open = press("MJ::JOB::upsample::1::h", "900");
    open.state = ClaimState.TRACKING;
    var different = press("MJ::JOB::upsample::2::h", "900");
    var elsewhere = press("MJ::JOB::upsample::1::h", "901");
    assertThat(Line.next(List.of(open, different), 3, Set.of())).hasValue(different);
    assertThat(Line.next(List.of(open, elsewhere), 3, Set.of())).hasValue(elsewhere);
  }

  @Test
  void aDoubtIsSentAgainOnlyWhereItIsCertainThatNothingRuns() {
    assertThat(Doubt.decide(true, true, false, true)).isEqualTo(Doubt.SEND_AGAIN);
    assertThat(Doubt.decide(false, true, false, true)).isEqualTo(Doubt.NEVER);
    assertThat(Doubt.decide(true, false, false, true)).isEqualTo(Doubt.NEVER);
    assertThat(Doubt.decide(true, true, true, true)).isEqualTo(Doubt.NEVER);
    assertThat(Doubt.decide(true, true, false, false)).isEqualTo(Doubt.NEVER);
  }

  @Test
  void whatWouldStartSeveralJobsOrADialogIsNotSent() {
    for (var hasSecondEar : List.of(true, false)) {
      assertThat(Unsendable.reason(new Command.Imagine("a fox --repeat 3"), hasSecondEar))
          .isPresent();
      assertThat(Unsendable.reason(new Command.Imagine("a fox --r 3"), hasSecondEar)).isPresent();
      assertThat(Unsendable.reason(new Command.Imagine("a {red, green} fox"), hasSecondEar))
          .isPresent();
      assertThat(
              Unsendable.reason(
                  new Command.Imagine("a fox --ar 3:2 \\{red, green\\}"), hasSecondEar))
          .isEmpty();
    }
  }

  @Test
  void aDialogIsOpenedOnlyWhereItIsHeard() {
    var zoom = press("MJ::CustomZoom::h", "900").claim.body().command();
    var region = press("MJ::Inpaint::1::h::SOLO", "900").claim.body().command();

    assertThat(Unsendable.reason(zoom, false)).isPresent();
    assertThat(Unsendable.reason(zoom, true)).isEmpty();
    assertThat(Unsendable.reason(region, true)).isPresent();
    assertThat(Unsendable.reason(withMask(region), true)).isEmpty();
    assertThat(Unsendable.reason(withMask(region), false)).isPresent();
  }

  private static Command withMask(Command press) {
    return press instanceof Command.Press(var label, var id, var message, var origin, _, _)
        ? new Command.Press(label, id, message, origin, "a hat", new Upload("uploads/a.png"))
        : press;
  }

  private Job imagine(QueueId queue) {
    return job(queue, new Command.Imagine("a red fox"));
  }

  private Job running(QueueId queue) {
    var job = imagine(queue);
    job.state = ClaimState.TRACKING;
    return job;
  }

  private Job relaxed(QueueId queue, boolean isRunning) {
    var job = job(queue, new Command.Imagine("a red fox --relax"));
    job.state = isRunning ? ClaimState.TRACKING : ClaimState.CLAIMED;
    return job;
  }

  private Job press(String customId, String message) {
    return job(
        ONE,
        new Command.Press(
            "button",
            customId,
            new DiscordMessage(message, "500", "1", 0),
            new JobId(UUID.randomUUID()),
            null));
  }

  private Job job(QueueId queue, Command command) {
    var body =
        new LaneJob(new JobId(UUID.randomUUID()), queue, ++line, Instant.EPOCH, null, command);
    return new Job(new NewClaim(body, new AccountId(1), "13"), line, 0);
  }
}
