package easel.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import easel.systemtests.promise.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HooksTests {
  private static final String DONE =
      """
      {"messageId":"0199","status":"DONE","progress":100,"ref":"tag00001"}""";

  private final List<Notice> notices = new CopyOnWriteArrayList<>();
  private final Hooks hooks = new Hooks((notice, _) -> notices.add(notice));
  private final String address = hooks.address("customer-1");

  @BeforeEach
  void aCustomerKnowsItsSecret() {
    hooks.knows("customer-1", WebhookPost.SECRET);
  }

  @AfterEach
  void close() {
    hooks.close();
  }

  @Test
  void whatIsSignedIsBelieved() {
    WebhookPost.now("msg_1", DONE).to(address);
    WebhookPost.now("msg_2", DONE).to(hooks.otherAddress("customer-1"));

    assertThat(notices)
        .extracting(
            Notice::address,
            Notice::id,
            Notice::tag,
            Notice::status,
            Notice::progress,
            Notice::believed)
        .containsExactly(
            tuple(address, "msg_1", "tag00001", "DONE", 100, true),
            tuple(hooks.otherAddress("customer-1"), "msg_2", "tag00001", "DONE", 100, true));
  }

  @Test
  void aTaskOfTheSecondDialectIsReadTheSame() {
    WebhookPost.now(
            "msg_1",
            """
            {"id":"0199","status":"IN_PROGRESS","progress":"31%","state":"tag00001","properties":{}}""")
        .to(address);

    assertThat(notices)
        .extracting(Notice::tag, Notice::status, Notice::progress, Notice::isEnd)
        .containsExactly(tuple("tag00001", "PROCESSING", 31, false));
  }

  @Test
  void whatWasChangedIsNotBelieved() {
    WebhookPost.now("msg_1", DONE).to(address, DONE.replace("DONE", "FAIL"));

    isNotBelieved();
  }

  @Test
  void whatIsTooOldIsNotBelieved() {
    new WebhookPost("msg_1", Instant.now().minus(Duration.ofMinutes(20)), DONE).to(address);

    isNotBelieved();
  }

  @Test
  void whatIsForSomebodyElseIsNotBelieved() {
    var other = hooks.address("customer-2");
    WebhookPost.now("msg_1", DONE).to(other);

    isNotBelieved();
    hooks.knows("customer-2", "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz");
    WebhookPost.now("msg_2", DONE).to(other);
    assertThat(notices).hasSize(2).noneMatch(Notice::believed);
  }

  @Test
  void someFirstAttemptsFailAndTheirSecondDoesNot() {
    var ids = IntStream.range(0, 64).mapToObj("msg_%d"::formatted).toList();

    var first = ids.stream().map(id -> WebhookPost.now(id, DONE).to(address)).toList();
    var second = ids.stream().map(id -> WebhookPost.now(id, DONE).to(address)).toList();

    assertThat(first).contains(204, 500, 0);
    assertThat(second).containsOnly(204);
    // each attempt is noted, also one that is then failed
    assertThat(notices.stream().map(Notice::id).distinct()).hasSize(ids.size());
  }

  private void isNotBelieved() {
    assertThat(notices).singleElement().extracting(Notice::believed).isEqualTo(false);
  }
}
