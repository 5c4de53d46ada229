package easel.api.board;

import static org.assertj.core.api.Assertions.assertThat;

import easel.api.board.BoardParts.Told;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CardTests {
  private static final UUID JOB = new UUID(0, 1);
  private static final Instant AT = Instant.parse("2026-11-27T10:00:00Z");

  @Test
  void showsWhatRunsAndHowManySlotsAreFree() {
    var card = Card.ofCustomer(queue(31, "a fox"));
    assertThat(card.slots().free()).containsExactly(2, 3);
    var slot = card.slots().taken().getFirst();
    assertThat(slot.preview()).isEqualTo("/board/previews/" + JOB + "?n=31");
    assertThat(slot.link()).isEqualTo("/jobs/" + JOB);
    assertThat(card.waiting().more()).isEqualTo(4);
  }

  @Test
  void theOperatorIsShownTheCustomerAndItsOwnPagesOfJobs() {
    var card = Card.ofOperator(queue(31, "a fox"));
    assertThat(card.head().customer()).isEqualTo("somebody");
    assertThat(card.slots().taken().getFirst().preview()).isNull();
    assertThat(card.slots().taken().getFirst().link()).isEqualTo("/operator/jobs/" + JOB);
    assertThat(card.waiting().first().getFirst().link()).startsWith("/operator/jobs/");
  }

  @Test
  void aLongPromptIsCutBetweenCharacters() {
    var card = Card.ofCustomer(queue(31, "x".repeat(199) + "🎨 and more"));
    assertThat(card.waiting().first().getFirst().prompt()).isEqualTo("x".repeat(199) + "…");
  }

  @Test
  void onlyWhatDiffersIsTold() {
    var told = new Told();
    told.whole(List.of(Card.ofCustomer(queue(31, "a fox"))));

    var same = told.differing(List.of(Card.ofCustomer(queue(31, "a fox"))), List.of(), null, null);
    assertThat(same.isEmpty()).isTrue();

    var further =
        told.differing(List.of(Card.ofCustomer(queue(62, "a fox"))), List.of(), null, null);
    assertThat(further.slots()).hasSize(1);
    assertThat(further.heads()).isEmpty();
    assertThat(further.waiting()).isEmpty();
  }

  @Test
  void whatIsNotKnownToBeShownIsTold() {
    var card = Card.ofCustomer(queue(31, "a fox"));
    var update = new Told().differing(List.of(card), List.of(), null, null);
    assertThat(update.heads()).containsExactly(card.head());
    assertThat(update.slots()).containsExactly(card.slots());
    assertThat(update.waiting()).containsExactly(card.waiting());
  }

  @ParameterizedTest
  @CsvSource({
    "0, A new job starts at once.",
    "40, A new job would wait about 40 s.",
    "140, A new job would wait about 2 min.",
    "7200, A new job would wait about 2 h.",
  })
  void theExpectedWaitIsToldInWords(long seconds, String text) {
    assertThat(Card.expected(seconds)).isEqualTo(text);
  }

  private static QueueNow queue(int progress, String prompt) {
    return new QueueNow(
        "account-5",
        "somebody",
        "studio",
        null,
        3,
        3,
        2,
        false,
        List.of(new QueueNow.Running(JOB, 5, "studio", progress, "https://cdn/x", prompt, AT)),
        List.of(new QueueNow.Waiting(new UUID(0, 2), 1, prompt, AT)),
        5,
        10L,
        60.0);
  }
}
