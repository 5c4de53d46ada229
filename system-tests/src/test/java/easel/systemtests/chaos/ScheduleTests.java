package easel.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import easel.systemtests.chaos.Fault.Cut;
import easel.systemtests.chaos.Fault.FallBehind;
import easel.systemtests.chaos.Fault.FlushRedis;
import easel.systemtests.chaos.Fault.HalfOpen;
import easel.systemtests.chaos.Fault.Kill;
import easel.systemtests.chaos.Fault.Mishap;
import easel.systemtests.chaos.Fault.Pause;
import easel.systemtests.chaos.Fault.Wipe;
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
  void eachStreamHasAFaultEveryFewSeconds() {
    isEvery(4_000, 6_000, fault -> !isOfDiscord(fault) && !isOfConnections(fault));
    isEvery(5_000, 8_000, ScheduleTests::isOfDiscord);
    isEvery(15_000, 25_000, ScheduleTests::isOfConnections);
  }

  private static void isEvery(long least, long most, Predicate<Fault> stream) {
    var times =
        Schedule.of(7, HOUR, false).planned().stream()
            .filter(planned -> stream.test(planned.fault()))
            .map(planned -> planned.at().toMillis())
            .toList();

    assertThat(times).first().isEqualTo(5_000L);
    assertThat(
            LongStream.range(1, times.size()).map(i -> times.get((int) i) - times.get((int) i - 1)))
        .allSatisfy(pause -> assertThat(pause).isBetween(least, most));
  }

  private static boolean isOfDiscord(Fault fault) {
    return fault instanceof Mishap;
  }

  private static boolean isOfConnections(Fault fault) {
    return fault instanceof Cut || fault instanceof HalfOpen;
  }

  @Test
  void everyRoleIsKilledAboutEquallyOftenAndSixHundredTimesAnHourInAll() {
    var kills =
        faults(HOUR, false).stream()
            .filter(fault -> !fault.killed().isEmpty())
            .collect(
                Collectors.groupingBy(
                    Fault::role, Collectors.summingInt(fault -> fault.killed().size())));

    assertThat(kills.keySet()).containsExactlyInAnyOrderElementsOf(Schedule.ROLES);
    assertThat(kills.values()).allSatisfy(count -> assertThat(count).isBetween(95, 145));
    assertThat(kills.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(600);
  }

  @Test
  void ofRabbitMqOneNodeIsHitAndNowAndThenAll() {
    var all = List.of("rabbitmq-1", "rabbitmq-2", "rabbitmq-3");
    var killed = killed(Kill.class);
    var wiped = killed(Wipe.class);

    assertThat(killed).contains(all, List.of("rabbitmq-1"), List.of("rabbitmq-3"));
    assertThat(wiped).contains(all, List.of("rabbitmq-1"), List.of("rabbitmq-2"));
  }

  private static List<List<String>> killed(Class<? extends Fault> kind) {
    return faults(HOUR, false).stream().filter(kind::isInstance).map(Fault::killed).toList();
  }

  @Test
  void connectionsToEachBrokerAreCutAndHalfOpen() {
    var faults = faults(HOUR, false);
    assertThat(faults)
        .filteredOn(Cut.class::isInstance)
        .extracting(Fault::role)
        .containsAll(Schedule.BROKERS);
    assertThat(faults)
        .filteredOn(HalfOpen.class::isInstance)
        .extracting(Fault::role)
        .containsAll(Schedule.BROKERS);
    assertThat(faults)
        .filteredOn(HalfOpen.class::isInstance)
        .extracting(fault -> ((HalfOpen) fault).span())
        .allSatisfy(
            span -> assertThat(span).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(20)));
  }

  @Test
  void aKilledProcessIsDownForSixSecondsAtMostAndBothInstancesOnlyWhereTheSeedSaysSo() {
    var kills = faults(HOUR, false).stream().filter(Kill.class::isInstance).map(Kill.class::cast);

    assertThat(kills)
        .allSatisfy(
            kill -> {
              assertThat(kill.down()).isBetween(Duration.ZERO, Duration.ofSeconds(6));
              assertThat(kill.names())
                  .hasSizeBetween(1, Schedule.instances(kill.role()))
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
  void redisIsEmptiedAndFallsBehindToo() {
    assertThat(faults(HOUR, false))
        .hasAtLeastOneElementOfType(FlushRedis.class)
        .hasAtLeastOneElementOfType(FallBehind.class);
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
