package easel.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import easel.systemtests.chaos.Fault.Cut;
import easel.systemtests.chaos.Fault.FallBehind;
import easel.systemtests.chaos.Fault.HalfOpen;
import easel.systemtests.chaos.Fault.Kill;
import easel.systemtests.chaos.Fault.Mishap;
import easel.systemtests.chaos.Fault.Pause;
import easel.systemtests.chaos.Fault.Wipe;
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
import java.util.function.Consumer;
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
    assertThat(easel.done)
        .contains("kill [redis]", "restart [redis]", "flush", "restore redis")
        .anyMatch(done -> done.startsWith("restart wiped [rabbitmq-"))
        .contains("cut rabbitmq", "silence postgresql", "end of silence postgresql");
    assertThat(injector.isOver()).isTrue();
  }

  @Test
  void whatIsBrokenIsMendedAlsoAfterTheStop() {
    follow(new Kill("worker", List.of("worker-1"), Duration.ofSeconds(6)));
    alarm.runUntil(Duration.ofSeconds(10));
    injector.stop();
    assertThat(injector.isOver()).isFalse();

    alarm.runAll();

    assertThat(easel.done).containsExactly("kill [worker-1]", "restart [worker-1]");
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
        .containsExactlyInAnyOrder(Cause.KILL, Cause.DOWN, Cause.PAUSE);
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

  @Test
  void aNodeOfSeveralIsNoBrokerThatIsDownButAllAreUntilMostAreBack() {
    follow(new Wipe(List.of("rabbitmq-2"), Duration.ZERO));
    alarm.runAll();
    assertThat(log.disturbances()).singleElement().satisfies(InjectorTests::isMomentaryKill);

    follow(new Kill("rabbitmq", List.of("rabbitmq-1", "rabbitmq-2", "rabbitmq-3"), Duration.ZERO));
    alarm.runAll();

    assertThat(log.disturbances())
        .last()
        .extracting(Disturbance::cause, Disturbance::what)
        .containsExactly(Cause.DOWN, "rabbitmq");
    assertThat(log.disturbances()).hasSize(2);
    assertThat(log.kills()).containsEntry("rabbitmq", 4);
    assertThat(easel.done).contains("restart wiped [rabbitmq-2]");
  }

  private static void isMomentaryKill(Disturbance disturbance) {
    assertThat(disturbance.cause()).isEqualTo(Cause.KILL);
    assertThat(disturbance.until()).isEqualTo(disturbance.from());
  }

  @Test
  void redisComesBackWithWhatItHadBeforeItFellBehind() {
    follow(new FallBehind(Duration.ofSeconds(5), Duration.ofSeconds(2)));

    alarm.runAll();

    assertThat(easel.done)
        .containsExactly("copy redis", "kill [redis]", "restore redis", "restart [redis]");
    assertThat(log.kills()).containsEntry("redis", 1);
    assertThat(log.disturbances())
        .extracting(Disturbance::cause, Disturbance::what)
        .containsExactly(tuple(Cause.DOWN, "redis"));
  }

  @Test
  void halfOpenConnectionsExcuseLikeAPauseUntilTheyAreOver() {
    follow(
        new Cut("redis", 1, 0), new HalfOpen("postgresql", 0.5, 0, Duration.ofSeconds(5), false));

    alarm.runAll();

    assertThat(log.disturbances())
        .extracting(Disturbance::cause, Disturbance::what)
        .containsExactly(tuple(Cause.KILL, "redis"), tuple(Cause.PAUSE, "postgresql"));
    assertThat(easel.done)
        .containsExactly("cut redis", "silence postgresql", "end of silence postgresql");
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
    public void restart(List<String> names, Consumer<String> ready) {
      if (isBeyondRepair) {
        throw new IllegalStateException("beyond repair");
      }
      down.removeAll(names);
      done.add("restart " + names);
      names.forEach(ready);
    }

    @Override
    public void restartWiped(List<String> nodes, Consumer<String> ready) {
      down.removeAll(nodes);
      done.add("restart wiped " + nodes);
      nodes.forEach(ready);
    }

    @Override
    public void copyRedis() {
      done.add("copy redis");
    }

    @Override
    public void restoreRedis() {
      assertThat(down).as("a copy is put back only while Redis is down").contains("redis");
      done.add("restore redis");
    }

    @Override
    public int cut(Cut cut) {
      hit(cut.role());
      done.add("cut " + cut.role());
      return 1;
    }

    @Override
    public int silence(HalfOpen halfOpen) {
      hit(halfOpen.role());
      down.add(halfOpen.role());
      done.add("silence " + halfOpen.role());
      return 1;
    }

    @Override
    public void endSilence(HalfOpen halfOpen) {
      down.remove(halfOpen.role());
      done.add("end of silence " + halfOpen.role());
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
