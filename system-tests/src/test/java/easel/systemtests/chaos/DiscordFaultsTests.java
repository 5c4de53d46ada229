package easel.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import easel.systemtests.Simulator.Entry;
import easel.systemtests.chaos.Fault.Mishap;
import easel.systemtests.promise.Disturbance;
import easel.systemtests.promise.Disturbance.Cause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiscordFaultsTests {
  private static final long SECOND = 1_000_000_000;

  @Test
  void whatAnAccountSuffersConcernsThatAccountAlone() {
    assertThat(DiscordFaults.in(List.of(fault("hang", "POST /api/v10/interactions"))))
        .containsExactly(new Disturbance(Cause.DISCORD, "discord fox", "fox", SECOND, 16 * SECOND));
  }

  @Test
  void whatTheBotSuffersConcernsAll() {
    assertThat(DiscordFaults.in(List.of(fault("drop", "gateway"))))
        .containsExactly(new Disturbance(Cause.DISCORD, "discord fox", "", SECOND, 6 * SECOND));
  }

  @Test
  void aBotWhoseConnectionHangsIsDeafUntilItGivesUp() {
    assertThat(DiscordFaults.in(List.of(fault("hang", "gateway"))))
        .containsExactly(new Disturbance(Cause.DISCORD, "discord fox", "", SECOND, 21 * SECOND));
  }

  @Test
  void aMishapThatDelaysNothingExcusesNothing() {
    assertThat(DiscordFaults.in(List.of(fault("duplicate", "gateway")))).isEmpty();
  }

  @Test
  void everyMishapOfTheScheduleIsKnown() {
    var schedule = Schedule.of(7, Duration.ofHours(1), false);
    var struck =
        schedule.planned().stream()
            .filter(planned -> planned.fault() instanceof Mishap)
            .map(planned -> fault(((Mishap) planned.fault()).kind(), "gateway"))
            .toList();

    assertThat(struck).isNotEmpty();
    assertThat(DiscordFaults.in(struck)).isNotEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DiscordFaults.in(List.of(fault("earthquake", "gateway"))));
  }

  private static Entry fault(String kind, String detail) {
    return new Entry(
        1,
        SECOND,
        "FAULT",
        "fox",
        "",
        "",
        0,
        "",
        "",
        "",
        "",
        kind,
        false,
        "",
        "",
        "",
        Map.of("detail", detail));
  }
}
