package easel.systemtests.chaos;

import easel.systemtests.chaos.Fault.Cut;
import easel.systemtests.chaos.Fault.FallBehind;
import easel.systemtests.chaos.Fault.FlushRedis;
import easel.systemtests.chaos.Fault.HalfOpen;
import easel.systemtests.chaos.Fault.Kill;
import easel.systemtests.chaos.Fault.Mishap;
import easel.systemtests.chaos.Fault.Pause;
import easel.systemtests.chaos.Fault.Wipe;
import easel.systemtests.chaos.Schedule.Planned;
import easel.systemtests.promise.Disturbance;
import easel.systemtests.promise.Disturbance.Cause;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

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
      case Kill kill -> kill(fault, kill.down(), easel::restart);
      case Wipe wipe -> kill(fault, wipe.down(), easel::restartWiped);
      case FallBehind redis -> {
        easel.copyRedis();
        later(fault, redis.behind(), () -> fallBehind(redis));
      }
      case Pause pause -> {
        easel.pause(pause.name());
        log.disturbed(new Disturbance(Cause.PAUSE, pause.name(), "", at, at));
        later(fault, pause.span(), () -> goOn(pause));
      }
      case FlushRedis flush -> {
        easel.flushRedis();
        log.disturbed(new Disturbance(Cause.DOWN, "redis", "", at, System.nanoTime()));
        over(flush);
      }
      case Cut cut -> {
        log.note("%d connections to %s are cut".formatted(easel.cut(cut), cut.role()));
        log.disturbed(new Disturbance(Cause.KILL, cut.role(), "", at, at));
        over(cut);
      }
      case HalfOpen halfOpen -> {
        var count = easel.silence(halfOpen);
        log.note("%d connections to %s are half-open".formatted(count, halfOpen.role()));
        later(fault, halfOpen.span(), () -> endSilence(halfOpen, at));
      }
      case Mishap mishap -> {
        easel.letDown(mishap);
        over(mishap);
      }
    }
  }

  /// Starts processes again, and tells when each is ready.
  private interface Start {
    void all(List<String> names, Consumer<String> ready);
  }

  private void kill(Fault fault, Duration down, Start start) {
    var at = System.nanoTime();
    easel.kill(fault.killed());
    fault.killed().forEach(_ -> log.killed(fault.role()));
    if (needed(fault) == 0) {
      log.disturbed(new Disturbance(Cause.KILL, fault.killed().getFirst(), "", at, at));
    }
    later(fault, down, () -> mend(fault, at, start));
  }

  private void mend(Fault fault, long at, Start start) {
    var back = new AtomicInteger();
    start.all(
        fault.killed(),
        name -> {
          log.note(name + " is ready again");
          if (back.incrementAndGet() == needed(fault)) {
            log.disturbed(new Disturbance(Cause.DOWN, fault.role(), "", at, System.nanoTime()));
          }
        });
    over(fault);
  }

  /// How many of the killed must be back before anybody serves; none where others take over.
  private static int needed(Fault fault) {
    var killed = fault.killed().size();
    if (killed < Schedule.instances(fault.role())) {
      return 0;
    }
    // Nodes of RabbitMQ decide by majority.
    return Schedule.SERVICES.contains(fault.role()) ? 1 : killed / 2 + 1;
  }

  private void fallBehind(FallBehind redis) {
    log.note("Redis has fallen behind: kill -9 redis");
    kill(
        redis,
        redis.down(),
        (names, ready) -> {
          easel.restoreRedis();
          easel.restart(names, ready);
        });
  }

  private void endSilence(HalfOpen halfOpen, long at) {
    easel.endSilence(halfOpen);
    log.note("the half-open connections to %s are over".formatted(halfOpen.role()));
    log.disturbed(new Disturbance(Cause.PAUSE, halfOpen.role(), "", at, System.nanoTime()));
    over(halfOpen);
  }

  private void goOn(Pause pause) {
    easel.resume(pause.name());
    log.note(pause.name() + " goes on");
    over(pause);
  }

  private void later(Fault fault, Duration pause, Runnable step) {
    alarm.after(pause, () -> hands.execute(() -> guarded(fault, step)));
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
