package easel.systemtests.chaos;

import easel.systemtests.chaos.Fault.FlushRedis;
import easel.systemtests.chaos.Fault.Kill;
import easel.systemtests.chaos.Fault.Mishap;
import easel.systemtests.chaos.Fault.Pause;
import easel.systemtests.chaos.Schedule.Planned;
import easel.systemtests.promise.Disturbance;
import easel.systemtests.promise.Disturbance.Cause;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/// Breaks what a schedule says. A fault waits while the role that it hits is not whole: two
/// instances of a service suffer at the same time only where one fault says both.
final class Injector {
  private static final Duration NOT_YET = Duration.ofMillis(500);

  private final Breakable easel;
  private final FaultLog log;
  private final Alarm alarm;
  private final Executor hands;
  private final Set<String> broken = ConcurrentHashMap.newKeySet();
  private final AtomicInteger open = new AtomicInteger();
  private volatile boolean stopped;

  /// @param alarm says when
  /// @param hands do what takes time
  Injector(Breakable easel, FaultLog log, Alarm alarm, Executor hands) {
    this.easel = easel;
    this.log = log;
    this.alarm = alarm;
    this.hands = hands;
  }

  void follow(Schedule schedule) {
    for (var planned : schedule.planned()) {
      alarm.after(planned.at(), () -> due(planned));
    }
  }

  /// Begins nothing more; what is broken is still mended.
  void stop() {
    stopped = true;
  }

  /// Whether all that was broken is whole again.
  boolean isOver() {
    return open.get() == 0;
  }

  private void due(Planned planned) {
    var fault = planned.fault();
    if (stopped) {
      return;
    }
    if (!fault.role().isEmpty() && !broken.add(fault.role())) {
      alarm.after(NOT_YET, () -> due(planned));
      return;
    }
    open.incrementAndGet();
    hands.execute(() -> guarded(fault, () -> inject(fault)));
  }

  private void inject(Fault fault) {
    log.note(fault.inWords());
    var at = System.nanoTime();
    switch (fault) {
      case Kill kill -> {
        easel.kill(kill.names());
        kill.names().forEach(_ -> log.killed(kill.role()));
        if (!leavesNobody(kill)) {
          log.disturbed(new Disturbance(Cause.KILL, kill.role(), "", at, at));
        }
        alarm.after(kill.down(), () -> hands.execute(() -> guarded(fault, () -> mend(kill, at))));
      }
      case Pause pause -> {
        easel.pause(pause.name());
        log.disturbed(new Disturbance(Cause.PAUSE, pause.role(), "", at, at));
        alarm.after(pause.span(), () -> hands.execute(() -> guarded(fault, () -> goOn(pause))));
      }
      case FlushRedis flush -> {
        easel.flushRedis();
        log.disturbed(new Disturbance(Cause.BROKER, "redis", "", at, System.nanoTime()));
        over(flush);
      }
      case Mishap mishap -> {
        easel.letDown(mishap);
        over(mishap);
      }
    }
  }

  private void mend(Kill kill, long at) {
    var first = true;
    for (var name : kill.names()) {
      easel.restart(name);
      log.note(name + " is ready again");
      if (first && leavesNobody(kill)) {
        log.disturbed(
            new Disturbance(
                isService(kill) ? Cause.KILL : Cause.BROKER,
                kill.role(),
                "",
                at,
                System.nanoTime()));
      }
      first = false;
    }
    over(kill);
  }

  /// Whether nobody could take over until the first of them was back.
  private static boolean leavesNobody(Kill kill) {
    return !isService(kill) || kill.names().size() > 1;
  }

  private static boolean isService(Kill kill) {
    return Schedule.SERVICES.contains(kill.role());
  }

  private void goOn(Pause pause) {
    easel.resume(pause.name());
    log.note(pause.name() + " goes on");
    over(pause);
  }

  private void over(Fault fault) {
    broken.remove(fault.role());
    open.decrementAndGet();
  }

  private void guarded(Fault fault, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException failed) {
      // The role stays broken, so that nothing hits what is left of it.
      log.trouble("the campaign could not do '%s'".formatted(fault.inWords()), failed);
      open.decrementAndGet();
    }
  }
}
