package easel.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import easel.systemtests.chaos.Fault.FlushRedis;
import easel.systemtests.chaos.Fault.Kill;
import easel.systemtests.chaos.Fault.Mishap;
import easel.systemtests.chaos.Fault.Pause;
import easel.systemtests.chaos.Schedule.Planned;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScheduleTests {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void theSameSeedGivesTheSameList() {
    assertThat(Schedule.of(7, HOUR, true)).isEqualTo(Schedule.of(7, HOUR, true));
    assertThat(Schedule.of(7, HOUR, true)).isNotEqualTo(Schedule.of(8, HOUR, true));
  }

  @Test
  void aLongerCampaignBeginsAsAShorterOneDoes() {
    var shorter = Schedule.of(7, Duration.ofMinutes(2), false).planned();

    assertThat(Schedule.of(7, HOUR, false).planned()).startsWith(shorter.toArray(Planned[]::new));
  }

  @Test
  void somethingHitsProcessesEveryFiveToEightSecondsAndSoItDoesDiscord() {
    var schedule = Schedule.of(7, HOUR, false);
    for (Predicate<Fault> stream :
        List.<Predicate<Fault>>of(Mishap.class::isInstance, fault -> !(fault instanceof Mishap))) {
      var times =
          schedule.planned().stream()
              .filter(planned -> stream.test(planned.fault()))
              .map(planned -> planned.at().toMillis())
              .toList();

      assertThat(times).first().isEqualTo(5_000L);
      assertThat(
              LongStream.range(1, times.size())
                  .map(i -> times.get((int) i) - times.get((int) i - 1)))
          .allSatisfy(pause -> assertThat(pause).isBetween(5_000L, 8_000L));
    }
  }

  @Test
  void everyRoleIsKilledAboutEquallyOftenAndFiftyTimesAnHour() {
    var kills =
        faults(HOUR, false).stream()
            .filter(Kill.class::isInstance)
            .collect(Collectors.groupingBy(Fault::role, Collectors.counting()));

    assertThat(kills.keySet()).containsExactlyInAnyOrderElementsOf(Schedule.ROLES);
    assertThat(kills.values()).allSatisfy(count -> assertThat(count).isBetween(70L, 85L));
  }

  @Test
  void aKilledProcessIsDownForSixSecondsAtMostAndBothInstancesOnlyWhereTheSeedSaysSo() {
    var kills = faults(HOUR, false).stream().filter(Kill.class::isInstance).map(Kill.class::cast);

    assertThat(kills)
        .allSatisfy(
            kill -> {
              assertThat(kill.down()).isBetween(Duration.ZERO, Duration.ofSeconds(6));
              assertThat(kill.names())
                  .hasSizeBetween(1, 2)
                  .allMatch(n -> n.startsWith(kill.role()));
            })
        .anyMatch(kill -> kill.names().size() == 2)
        .anyMatch(kill -> kill.names().equals(List.of("worker-2")));
  }

  @Test
  void aProcessIsStoppedForThreeToTwentySecondsAndForNinetyOnlyWhereThatIsWanted() {
    assertThat(pauses(false))
        .isNotEmpty()
        .allSatisfy(
            span -> assertThat(span).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(20)));
    assertThat(pauses(true)).contains(Duration.ofSeconds(90));
  }

  @Test
  void redisIsEmptiedToo() {
    assertThat(faults(HOUR, false)).hasAtLeastOneElementOfType(FlushRedis.class);
  }

  private static List<Duration> pauses(boolean longOnes) {
    return faults(HOUR, longOnes).stream()
        .filter(Pause.class::isInstance)
        .map(Pause.class::cast)
        .map(Pause::span)
        .toList();
  }

  private static List<Fault> faults(Duration length, boolean longPauses) {
    return Schedule.of(7, length, longPauses).planned().stream().map(Planned::fault).toList();
  }
}
