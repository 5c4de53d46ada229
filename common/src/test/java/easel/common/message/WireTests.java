package easel.common.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.AccountMessage.End;
import easel.common.message.AccountMessage.HandOver;
import easel.common.message.AccountMessage.Tell;
import easel.common.message.Reply.AccountState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireTests {
  private static final JobId JOB = JobId.of("0199c4a2-7c00-7000-8000-000000000001");
  private static final QueueId QUEUE = QueueId.ofCustomer(17);
  private static final AccountId ACCOUNT = new AccountId(42);
  private static final Instant NOW = Instant.parse("2026-11-24T02:06:58.123456Z");
  private static final DiscordMessage MESSAGE = new DiscordMessage("1", "2", "3", 0);
  private static final Picture PICTURE =
      new Picture(MESSAGE, "9d1c", "http://cdn/x.png", "**x**", List.of(new Button("U1", "MJ::1")));

  static Stream<AccountMessage> accountMessages() {
    return Stream.of(
        new HandOver(
            new LaneJob(JOB, QUEUE, 7, NOW, null, new Command.Imagine("a red fox 🦊")), ACCOUNT),
        new HandOver(
            new LaneJob(
                JOB, QUEUE, 8, NOW, ACCOUNT, new Command.Press("U1", "MJ::1", MESSAGE, JOB, null)),
            ACCOUNT),
        new Tell(JOB, QUEUE),
        new End(JOB, QUEUE, new JobEnd.Cancelled(false)));
  }

  @ParameterizedTest
  @MethodSource("accountMessages")
  void aMessageForAWorkerArrivesAsItWasSent(AccountMessage message) {
    assertThat(Wire.read(Wire.write(message), AccountMessage.class)).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"Tell\",\"job\":\"0199c4a2-7c00-7000-8000-000000000001\"}",
        "{\"type\":\"HandOver\",\"account\":42}",
        "{\"type\":\"HandOver\",\"account\":42,\"job\":{\"queue\":\"customer-17\",\"number\":1}}"
      })
  void aMessageThatLacksWhatItMustHaveIsRefused(String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Wire.readText(message, AccountMessage.class))
        .withMessageStartingWith("expected a value of");
  }

  static Stream<Reply> replies() {
    return Stream.of(
        new Reply.Claimed(JOB, NOW, ACCOUNT),
        new Reply.Sending(JOB, NOW, ACCOUNT),
        new Reply.Sent(JOB, NOW, ACCOUNT),
        new Reply.Progress(JOB, NOW, ACCOUNT, 31, MESSAGE, null),
        new Reply.Ended(JOB, NOW, ACCOUNT, new JobEnd.Done(PICTURE)),
        new Reply.Ended(
            JOB, NOW, null, new JobEnd.Failed(FailReason.NO_ANSWER, "Midjourney is silent", null)),
        new Reply.Unclaimed(JOB, NOW),
        new Reply.NotStopped(JOB, NOW, "no Cancel Job is shown"),
        new AccountState(ACCOUNT, NOW, AccountState.Status.NEEDS_ATTENTION, "token refused"),
        new Reply.PlaceFreed(JOB, QUEUE, ACCOUNT));
  }

  @ParameterizedTest
  @MethodSource("replies")
  void aReplyArrivesAsItWasSent(Reply reply) {
    assertThat(Wire.read(Wire.write(reply), Reply.class)).isEqualTo(reply);
  }

  @Test
  void idsAreWrittenAsPeopleReadThem() {
    assertThat(Wire.writeText(new Tell(JOB, QUEUE)))
        .isEqualTo(
            """
            {"type":"Tell","job":"0199c4a2-7c00-7000-8000-000000000001","queue":"customer-17"}""");
  }

  @Test
  void aNewerProcessMayAddFields() {
    var newer =
        """
        {"type":"Tell","job":"0199c4a2-7c00-7000-8000-000000000001","queue":"customer-17","why":"?"}""";
    assertThat(Wire.readText(newer, AccountMessage.class)).isEqualTo(new Tell(JOB, QUEUE));
  }

  @Test
  void whatIsNoMessageIsRefusedWithoutBeingRepeated() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Wire.read("a secret".getBytes(StandardCharsets.UTF_8), AccountMessage.class))
        .withMessageStartingWith("expected a AccountMessage, got 8 bytes that are none");
  }
}
