package easel.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import easel.api.outbound.OutboundResult;
import easel.api.outbound.OutboundResult.Answered;
import easel.api.outbound.OutboundResult.Failed;
import easel.api.outbound.OutboundResult.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTests {
  private static final Instant EVENT = Instant.parse("2026-11-27T10:00:00Z");
  private static final Duration DAY = Duration.ofHours(24);
  private static final Duration TOOK = Duration.ofSeconds(1);
  private static final Pauses PAUSES =
      new Pauses(Duration.ofSeconds(5), Duration.ofHours(4), new Random(1));

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void anySuccessIsDelivered(int code) {
    var verdict = verdict(answer(code), Duration.ZERO, DAY);
    assertThat(verdict.status()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(verdict.statusCode()).isEqualTo(code);
    assertThat(verdict.error()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 301, 302, 307, 308, 400, 401, 404, 410, 429, 500, 503})
  void anyOtherAnswerIsTriedAgain(int code) {
    var verdict = verdict(answer(code), Duration.ZERO, DAY);
    assertThat(verdict.status()).isEqualTo(DeliveryStatus.PENDING);
    assertThat(verdict.error()).contains(Integer.toString(code));
  }

  @Test
  void aRedirectSaysThatItIsNotFollowed() {
    assertThat(verdict(answer(302), Duration.ZERO, DAY).error()).contains("not followed");
  }

  @Test
  void afterADayItIsGivenUp() {
    var failed = new Failed("The connection was refused.");
    assertThat(verdict(failed, DAY, DAY).status()).isEqualTo(DeliveryStatus.FAILED);
    assertThat(verdict(failed, DAY.minusSeconds(2), DAY).status())
        .isEqualTo(DeliveryStatus.PENDING);
  }

  @Test
  void theLastAttemptComesWhenTheDayIsOver() {
    var late = DAY.minusSeconds(3);
    assertThat(verdict(new Failed("."), late, DAY).pause()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aTestIsAttemptedOnce() {
    assertThat(verdict(new Failed("."), Duration.ZERO, Duration.ZERO).status())
        .isEqualTo(DeliveryStatus.FAILED);
  }

  @Test
  void anAddressInTheUrlIsRefusedAtOnce() {
    assertThat(verdict(new Refused(".", true), Duration.ZERO, DAY).status())
        .isEqualTo(DeliveryStatus.REFUSED);
  }

  @Test
  void aNameThatIsRefusedMayBeWrongForAMoment() {
    var refused = new Refused(".", false);
    assertThat(verdict(refused, Duration.ZERO, DAY).status()).isEqualTo(DeliveryStatus.PENDING);
    assertThat(verdict(refused, Duration.ofMinutes(10), DAY).status())
        .isEqualTo(DeliveryStatus.REFUSED);
    assertThat(verdict(refused, Duration.ZERO, Duration.ZERO).status())
        .isEqualTo(DeliveryStatus.REFUSED);
  }

  @Test
  void pausesGrowUpToTheLongestAndAreNeverTheSame() {
    for (int attempt = 1; attempt <= 40; attempt++) {
      var planned =
          Math.min(5_000 * Math.pow(3, attempt - 1), (double) Duration.ofHours(4).toMillis());
      assertThat(PAUSES.after(attempt))
          .isBetween(
              Duration.ofMillis(Math.round(planned * 0.8)),
              Duration.ofMillis(Math.round(planned * 1.2)));
    }
    var once = PAUSES.after(3);
    assertThat(PAUSES.after(3)).isNotEqualTo(once);
  }

  private static OutboundResult answer(int code) {
    return new Answered(code, null, new byte[0]);
  }

  private static Verdict verdict(OutboundResult result, Duration sinceEvent, Duration patience) {
    var delivery =
        new Delivery(
            DeliveryId.random(),
            UUID.randomUUID(),
            1,
            WebhookEvent.DONE,
            "https://hooks.example/",
            "hooks.example:443",
            "{}",
            4,
            1,
            EVENT.plus(sinceEvent),
            EVENT,
            EVENT.plus(patience),
            "sealed",
            null);
    return Verdict.of(result, delivery, TOOK, PAUSES, Duration.ofMinutes(10));
  }
}
