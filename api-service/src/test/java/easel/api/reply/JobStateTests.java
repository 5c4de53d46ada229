package easel.api.reply;

import static org.assertj.core.api.Assertions.assertThat;

import easel.api.job.Status;
import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.message.DiscordMessage;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.common.message.Picture;
import easel.common.message.Reply.Claimed;
import easel.common.message.Reply.Ended;
import easel.common.message.Reply.JobReply;
import easel.common.message.Reply.NotStopped;
import easel.common.message.Reply.Progress;
import easel.common.message.Reply.Sending;
import easel.common.message.Reply.Sent;
import easel.common.message.Reply.Unclaimed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JobStateTests {
  private static final JobId JOB = new JobId(new UUID(1, 2));
  private static final AccountId ACCOUNT = new AccountId(42);
  private static final Instant AT = Instant.parse("2026-11-24T02:06:58Z");
  private static final JobState WAITING =
      new JobState(Status.QUEUED, true, false, null, 0, null, false, null, false, null, null);

  private static final JobReply CLAIMED = new Claimed(JOB, AT, ACCOUNT);
  private static final JobReply SENDING = new Sending(JOB, AT.plusSeconds(1), ACCOUNT);
  private static final JobReply SENT = new Sent(JOB, AT.plusSeconds(2), ACCOUNT);
  private static final JobReply DONE =
      new Ended(
          JOB,
          AT.plusSeconds(9),
          ACCOUNT,
          new JobEnd.Done(
              new Picture(
                  new DiscordMessage("1", "2", "3", 0), "mj", "https://x/y.png", "t", List.of())));
  private static final JobReply FAILED =
      new Ended(JOB, AT, ACCOUNT, new JobEnd.Failed(FailReason.NO_ANSWER, "nothing came", null));

  @Test
  void itsCustomerSeesWhatIsInItsAnswers() {
    assertThat(WAITING.looksLike(WAITING.after(new Unclaimed(JOB, AT)))).isTrue();
    var running = WAITING.after(SENT);
    assertThat(running.looksLike(running.after(new NotStopped(JOB, AT, "no button")))).isTrue();
    assertThat(running.looksLike(running.after(CLAIMED))).isTrue();
    for (var seen : List.of(CLAIMED, SENDING, SENT, DONE, FAILED)) {
      assertThat(WAITING.looksLike(WAITING.after(seen))).as("%s", seen).isFalse();
    }
    assertThat(running.looksLike(running.after(new Progress(JOB, AT, ACCOUNT, 31, null, null))))
        .isFalse();
    assertThat(running.looksLike(running.after(new Progress(JOB, AT, ACCOUNT, 0, null, "p"))))
        .isFalse();
  }

  @Test
  void aClaimedJobIsStillQueued() {
    var state = WAITING.after(CLAIMED);
    assertThat(state.status()).isEqualTo(Status.QUEUED);
    assertThat(state.claimed()).isTrue();
    assertThat(state.account()).isEqualTo(ACCOUNT);
    assertThat(state.sent()).isFalse();
  }

  @Test
  void whetherItWasSentIsUnknownOnceTheSendHasBegun() {
    assertThat(WAITING.after(SENDING).sent()).isNull();
    assertThat(WAITING.after(SENDING).status()).isEqualTo(Status.PROCESSING);
    assertThat(WAITING.after(SENDING).after(SENT).sent()).isTrue();
    assertThat(WAITING.after(SENT).after(SENDING).sent()).isTrue();
  }

  @Test
  void lateProgressUndoesNothing() {
    var state = WAITING.after(progress(66, "b")).after(progress(31, "a"));
    assertThat(state.progress()).isEqualTo(66);
    assertThat(state.preview()).isEqualTo("b");
    assertThat(state.after(DONE).after(progress(31, "a"))).isEqualTo(state.after(DONE));
    assertThat(state.after(DONE).progress()).isEqualTo(100);
  }

  @Test
  void theFirstEndWins() {
    assertThat(WAITING.after(FAILED).after(DONE)).isEqualTo(WAITING.after(FAILED));
    assertThat(WAITING.after(FAILED).status()).isEqualTo(Status.FAIL);
    assertThat(WAITING.after(DONE).after(FAILED).status()).isEqualTo(Status.DONE);
  }

  @Test
  void aJobWithoutAClaimIsPublishedAgain() {
    assertThat(WAITING.after(new Unclaimed(JOB, AT)).published()).isFalse();
    assertThat(WAITING.after(SENDING).after(new Unclaimed(JOB, AT)).published()).isTrue();
  }

  @Test
  void aJobThatCannotBeStoppedIsNotAskedToEndAgain() {
    var asked =
        new JobState(Status.PROCESSING, true, true, ACCOUNT, 31, null, true, AT, true, null, null);
    assertThat(asked.after(new NotStopped(JOB, AT, "no button")).cancelAsked()).isFalse();
  }

  @Test
  void repeatsChangeNothing() {
    for (var reply : List.of(CLAIMED, SENDING, SENT, progress(31, "a"), DONE, FAILED)) {
      var once = WAITING.after(reply);
      assertThat(once.after(reply)).isEqualTo(once);
    }
  }

  @Test
  void anyOrderLeadsToTheSameEnd() {
    var random = new Random(7);
    for (int run = 0; run < 200; run++) {
      // given everything that is said of a job, in any order and partly twice
      var replies = new ArrayList<>(List.of(CLAIMED, SENDING, SENT, progress(31, "a"), DONE, SENT));
      Collections.shuffle(replies, random);

      // when it is applied
      var state = WAITING;
      for (var reply : replies) {
        var next = state.after(reply);
        assertThat(next.status()).isGreaterThanOrEqualTo(state.status());
        assertThat(next.progress()).isGreaterThanOrEqualTo(state.progress());
        state = next;
      }

      // then the job has its one end
      assertThat(state.status()).isEqualTo(Status.DONE);
      assertThat(state.sent()).isTrue();
    }
  }

  private static JobReply progress(int percent, String preview) {
    return new Progress(JOB, AT.plusSeconds(3), ACCOUNT, percent, null, preview);
  }
}
