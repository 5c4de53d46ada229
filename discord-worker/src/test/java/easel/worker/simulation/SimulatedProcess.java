package easel.worker.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A process that may be killed or paused between any two of its steps. A step is all that it does
/// between two answers of somebody else.
class SimulatedProcess {
  private static final double KILLED_AT_A_STEP = 0.0008;
  private static final double PAUSED_AT_A_STEP = 0.0008;
  private static final double ANSWER_IS_LOST = 0.004;

  final World world;
  final String name;
  private final Deque<Runnable> held = new ArrayDeque<>();
  private boolean alive = true;
  private boolean paused;

  SimulatedProcess(World world, String name) {
    this.world = world;
    this.name = name;
  }

  boolean isAlive() {
    return alive;
  }

  boolean isPaused() {
    return paused;
  }

  /// Does something, unless the process is dead; once it goes on, if it is paused.
  final void act(Runnable what) {
    if (!alive) {
      return;
    }
    if (paused) {
      held.add(what);
      return;
    }
    try {
      what.run();
      if (alive) {
        afterwards();
      }
    } catch (Crashed dead) {
      if (alive) {
        throw new AssertionError("expected the dead to be dead: " + name, dead);
      }
    }
  }

  final void actIn(long nanos, Runnable what) {
    world.in(nanos, () -> act(what));
  }

  final void actEvery(long nanos, Runnable what) {
    actIn(
        nanos,
        () -> {
          what.run();
          actEvery(nanos, what);
        });
  }

  /// What follows from whatever was done.
  void afterwards() {}

  /// What the world sees of its death.
  void died() {}

  /// What the world sees of a pause that is long enough.
  void silent() {}

  /// The first that it does after a pause.
  void awake() {}

  final void kill() {
    if (alive) {
      world.note("killed", name);
      alive = false;
      held.clear();
      died();
    }
  }

  /// Stops it for some time, as SIGSTOP does, while the rest of the world goes on. It is not in the
  /// middle of anything.
  final void pause(long nanos) {
    if (!alive || paused) {
      return;
    }
    world.note("paused", name);
    paused = true;
    world.in(SILENCE, this::silentIfPaused);
    world.in(nanos, this::goOn);
  }

  private static final long SILENCE = 8_000_000_000L;

  private void silentIfPaused() {
    if (alive && paused) {
      silent();
    }
  }

  private void goOn() {
    if (!alive) {
      return;
    }
    paused = false;
    world.note("goes on", name);
    act(this::awake);
    while (alive && !paused && !held.isEmpty()) {
      act(held.removeFirst());
    }
  }

  /// Between two steps: it may be killed here, or be paused, and find another world afterwards.
  final void step() {
    if (!alive) {
      throw new Crashed();
    }
    if (world.fails(KILLED_AT_A_STEP)) {
      kill();
      throw new Crashed();
    }
    if (!paused && world.fails(PAUSED_AT_A_STEP)) {
      standStill(world.millis(200, 20_000));
    }
  }

  /// Is paused in the middle of what it does.
  final void standStill(long nanos) {
    world.note("paused in the midst of something", name);
    paused = true;
    world.in(SILENCE, this::silentIfPaused);
    world.pass(nanos);
    if (!alive) {
      throw new Crashed();
    }
    paused = false;
    world.note("goes on", name);
    // What arrived meanwhile is looked at once this step is done.
    while (!held.isEmpty()) {
      var next = held.removeFirst();
      actIn(0, next);
    }
    actIn(0, this::awake);
  }

  /// How it reaches somebody else: a call may not arrive, its answer may be lost.
  ///
  /// @param outage throws where there is none now
  final <T> T reaching(
      Class<T> type, T there, Runnable outage, Supplier<? extends Throwable> lost) {
    return through(
        type,
        there,
        () -> {
          step();
          outage.run();
        },
        () -> {
          step();
          if (world.fails(ANSWER_IS_LOST)) {
            throw lost.get();
          }
        });
  }

  private interface Around {
    void run() throws Throwable;
  }

  private static <T> T through(Class<T> type, T there, Around before, Around after) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              before.run();
              @Nullable Object result;
              try {
                result = method.invoke(there, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
              after.run();
              return result;
            }));
  }
}
