package easel.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import easel.systemtests.chaos.Fault.Kill;
import easel.systemtests.chaos.Fault.Mishap;
import easel.systemtests.chaos.Fault.Pause;
import easel.systemtests.chaos.Schedule.Planned;
import easel.systemtests.promise.Disturbance;
import easel.systemtests.promise.Disturbance.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InjectorTests {
  private static final Duration HANDS = Duration.ofSeconds(9);

  private final FaultLog log = new FaultLog();
  private final ManualAlarm alarm = new ManualAlarm();
  private final FakeEasel easel = new FakeEasel();
  // Whatever takes time takes nine seconds, longer than the pause between two faults.
  private final Injector injector =
      new Injector(easel, log, alarm, task -> alarm.after(HANDS, task));

  @Test
  void neverAreTwoInstancesOfARoleBrokenAtTheSameTimeByTwoFaults() {
    for (long seed = 0; seed < 20; seed++) {
      injector.follow(Schedule.of(seed, Duration.ofMinutes(10), false));
      alarm.runAll();
    }

    assertThat(easel.overlaps).isEmpty();
    assertThat(easel.done).contains("kill [redis]", "restart redis", "flush");
    assertThat(injector.isOver()).isTrue();
  }

  @Test
  void whatIsBrokenIsMendedAlsoAfterTheStop() {
    follow(new Kill("worker", List.of("worker-1"), Duration.ofSeconds(6)));
    alarm.runUntil(Duration.ofSeconds(10));
    injector.stop();
    assertThat(injector.isOver()).isFalse();

    alarm.runAll();

    assertThat(easel.done).containsExactly("kill [worker-1]", "restart worker-1");
    assertThat(injector.isOver()).isTrue();
    assertThat(log.kills()).containsEntry("worker", 1);
  }

  @Test
  void nothingIsBrokenAfterTheStop() {
    follow(new Kill("worker", List.of("worker-1"), Duration.ZERO));
    injector.stop();

    alarm.runAll();

    assertThat(easel.done).isEmpty();
  }

  @Test
  void whatWasBrokenIsWrittenDownForTheJudges() {
    follow(
        new Kill("worker", List.of("worker-1"), Duration.ZERO),
        new Kill("redis", List.of("redis"), Duration.ZERO),
        new Pause("api", "api-2", Duration.ofSeconds(3)),
        new Mishap("gateway", "drop", 1));

    alarm.runAll();

    assertThat(log.disturbances())
        .extracting(Disturbance::cause)
        .containsExactlyInAnyOrder(Cause.KILL, Cause.BROKER, Cause.PAUSE);
    assertThat(easel.done).contains("pause api-2", "resume api-2", "gateway drop");
  }

  @Test
  void whatCouldNotBeMendedIsSaid() {
    easel.isBeyondRepair = true;
    follow(new Kill("redis", List.of("redis"), Duration.ZERO));

    alarm.runAll();

    assertThat(log.troubles()).singleElement().asString().contains("beyond repair");
    assertThat(injector.isOver()).isTrue();
  }

  private void follow(Fault... faults) {
    var planned = new ArrayList<Planned>();
    for (var fault : faults) {
      planned.add(new Planned(Duration.ofMillis(planned.size()), fault));
    }
    injector.follow(new Schedule(planned));
  }

  private static final class FakeEasel implements Breakable {
    private final List<String> done = new ArrayList<>();
    private final List<String> overlaps = new ArrayList<>();
    private final Set<String> down = new HashSet<>();
    private boolean isBeyondRepair;

    @Override
    public void kill(List<String> names) {
      names.forEach(this::hit);
      down.addAll(names);
      done.add("kill " + names);
    }

    @Override
    public void restart(String name) {
      if (isBeyondRepair) {
        throw new IllegalStateException("beyond repair");
      }
      down.remove(name);
      done.add("restart " + name);
    }

    @Override
    public void pause(String name) {
      hit(name);
      down.add(name);
      done.add("pause " + name);
    }

    @Override
    public void resume(String name) {
      down.remove(name);
      done.add("resume " + name);
    }

    @Override
    public void flushRedis() {
      hit("redis");
      done.add("flush");
    }

    @Override
    public void letDown(Mishap mishap) {
      done.add(mishap.on() + " " + mishap.kind());
    }

    private void hit(String name) {
      var role = name.replaceAll("-\\d$", "");
      down.stream()
          .filter(other -> other.startsWith(role))
          .forEach(other -> overlaps.add(name + " while " + other + " is down"));
    }
  }

  /// Time that passes only when the test says so.
  private static final class ManualAlarm implements Alarm {
    private record Due(Duration at, long number, Runnable task) {}

    private final PriorityQueue<Due> due =
        new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::number));
    private Duration now = Duration.ZERO;
    private long number;

    @Override
    public void after(Duration pause, Runnable task) {
      due.add(new Due(now.plus(pause), number++, task));
    }

    void runAll() {
      runUntil(Duration.ofDays(365));
    }

    void runUntil(Duration end) {
      for (var next = due.peek();
          next != null && next.at().compareTo(end) <= 0;
          next = due.peek()) {
        due.remove();
        now = next.at();
        next.task().run();
      }
    }
  }
}
