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

  private static final Upload UPLOAD = new Upload("uploads/a.png");

  private static HandOver handOver(Command command) {
    return new HandOver(new LaneJob(JOB, QUEUE, 9, NOW, null, command), ACCOUNT);
  }

  static Stream<AccountMessage> accountMessages() {
    return Stream.of(
        new HandOver(
            new LaneJob(JOB, QUEUE, 7, NOW, null, new Command.Imagine("a red fox 🦊")), ACCOUNT),
        new HandOver(
            new LaneJob(
                JOB, QUEUE, 8, NOW, ACCOUNT, new Command.Press("U1", "MJ::1", MESSAGE, JOB, null)),
            ACCOUNT),
        handOver(new Command.Press("Vary (Region)", "MJ::1", MESSAGE, JOB, "a hat", UPLOAD)),
        handOver(new Command.Imagine("a red fox", List.of(UPLOAD, new Upload("uploads/b.jpg")))),
        handOver(new Command.Describe("https://example.org/a.png", null)),
        handOver(new Command.Describe(null, UPLOAD)),
        handOver(
            new Command.Blend(
                List.of(UPLOAD, new Upload("uploads/b.jpg")), Command.Dimensions.PORTRAIT)),
        handOver(new Command.Blend(List.of(UPLOAD, new Upload("uploads/b.jpg")), null)),
        handOver(new Command.Shorten("a very long prompt")),
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
            JOB,
            NOW,
            ACCOUNT,
            new JobEnd.Answered(
                new Answer(MESSAGE, "1️⃣ a fox", List.of(new Button("1️⃣", "MJ::2"))))),
        new Reply.Ended(
            JOB, NOW, null, new JobEnd.Failed(FailReason.NO_ANSWER, "Midjourney is silent", null)),
        new Reply.Unclaimed(JOB, NOW),
        new Reply.NotStopped(JOB, NOW, "no Cancel Job is shown"),
        new AccountState(
            ACCOUNT,
            NOW,
            AccountState.Status.NEEDS_ATTENTION,
            "token refused",
            AccountState.Remedy.NEW_TOKEN,
            null),
        new AccountState(
            ACCOUNT, NOW, AccountState.Status.READY, null, null, AccountState.Mode.RELAX),
        new AccountState(
            ACCOUNT,
            NOW,
            AccountState.Status.READY,
            null,
            null,
            AccountState.Mode.FAST,
            new AccountState.AccountInfo("Pro", null, NOW)),
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
            {"type":"Tell","job":"0199c4a2-7c00-7000-8000-000000000001","queue":"customer-17"}\
            """);
  }

  @Test
  void aNewerProcessMayAddFields() {
    var newer =
        """
        {"type":"Tell","job":"0199c4a2-7c00-7000-8000-000000000001","queue":"customer-17","why":"?"}\
        """;
    assertThat(Wire.readText(newer, AccountMessage.class)).isEqualTo(new Tell(JOB, QUEUE));
  }

  @Test
  void whatAnOlderProcessWroteIsStillRead() {
    // given a claim's body and a closed claim's end, as they were written before there was describe
    var body =
        """
        {"job":"0199c4a2-7c00-7000-8000-000000000001","queue":"customer-17","number":7,
         "acceptedAt":"2026-11-24T02:06:58.123456Z","pinned":null,
         "command":{"command":"Press","label":"U1","customId":"MJ::1",
           "pressed":{"id":"1","channel":"2","server":"3","flags":0},
           "originating":"0199c4a2-7c00-7000-8000-000000000001","prompt":null}}\
        """;
    var end =
        """
        {"end":"Done","picture":{"message":{"id":"1","channel":"2","server":"3","flags":0},
         "midjourneyJob":"9d1c","url":"http://cdn/x.png","content":"**x**",
         "buttons":[{"label":"U1","customId":"MJ::1"}]}}\
        """;

    // and what was said of an account before its mode was known, and before anything else was
    var state =
        """
        {"reply":"AccountState","account":42,"at":"2026-11-24T02:06:58.123456Z","status":"READY",
         "attention":null}\
        """;
    var stateWithMode =
        """
        {"reply":"AccountState","account":42,"at":"2026-11-24T02:06:58.123456Z","status":"READY",
         "attention":null,"mode":"RELAX"}\
        """;

    assertThat(Wire.readText(state, Reply.class))
        .isEqualTo(new AccountState(ACCOUNT, NOW, AccountState.Status.READY, null, null, null));
    assertThat(Wire.readText(stateWithMode, Reply.class))
        .isEqualTo(
            new AccountState(
                ACCOUNT, NOW, AccountState.Status.READY, null, null, AccountState.Mode.RELAX));
    assertThat(Wire.readText(body, LaneJob.class))
        .isEqualTo(
            new LaneJob(
                JOB, QUEUE, 7, NOW, null, new Command.Press("U1", "MJ::1", MESSAGE, JOB, null)));
    assertThat(Wire.readText(end, JobEnd.class)).isEqualTo(new JobEnd.Done(PICTURE));
  }

  @Test
  void aPromptWithoutPicturesIsWrittenAsItWasBeforeThereWereAny() {
    var fox = new Command.Imagine("a fox");
    var written = "{\"command\":\"Imagine\",\"prompt\":\"a fox\"}";

    assertThat(Wire.writeText(fox)).isEqualTo(written);
    assertThat(Wire.readText(written, Command.class)).isEqualTo(fox);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"command\":\"Imagine\",\"prompt\":\"a\",\"pictures\":[{\"key\":\"1\"},{\"key\":\"2\"},{\"key\":\"3\"},{\"key\":\"4\"},{\"key\":\"5\"},{\"key\":\"6\"}]}",
        "{\"command\":\"Describe\",\"link\":null,\"picture\":null}",
        "{\"command\":\"Describe\",\"link\":\"https://a/b\",\"picture\":{\"key\":\"k\"}}",
        "{\"command\":\"Blend\",\"pictures\":[{\"key\":\"k\"}],\"dimensions\":null}"
      })
  void aCommandThatNobodyCouldSendIsRefused(String command) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Wire.readText(command, Command.class))
        .withMessageContaining("expected");
  }

  @Test
  void aFullBlendStaysFarBelowWhatALaneMessageMayHold() {
    var longest = new Upload("uploads/" + "a".repeat(64) + ".webp");
    var blend =
        new Command.Blend(java.util.Collections.nCopies(5, longest), Command.Dimensions.LANDSCAPE);

    assertThat(Wire.write(handOver(blend)).length).isLessThan(1024);
  }

  @Test
  void whatIsNoMessageIsRefusedWithoutBeingRepeated() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Wire.read("a secret".getBytes(StandardCharsets.UTF_8), AccountMessage.class))
        .withMessageStartingWith("expected a AccountMessage, got 8 bytes that are none");
  }
}
