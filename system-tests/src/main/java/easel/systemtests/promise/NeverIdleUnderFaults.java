package easel.systemtests.promise;

import easel.systemtests.promise.Disturbance.Cause;
import easel.systemtests.promise.NeverIdle.Idle;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A slot beside a waiting job is used again soon after what was broken on purpose.
///
/// A span is excused by the first disturbance of each role or account that it met, and by the first
/// kill and the first stop of each process, if they come before the slot had to be used: who takes
/// over from a process that was killed may be killed in its turn. Never by a later one of the same:
/// a slot that leaked stays free however often something else is broken, and is found. Only that a
/// broker or a whole service is down, so that nobody can send, excuses it each time, if it comes
/// before the slot had to be used.
///
/// @param afterKill the longest that a slot may stay free, counted from the kill, from the return
///   of a broker or service, from the end of Discord's fault or, where nothing was broken, from its
///   beginning
/// @param afterPause the same for a process that was stopped
/// @param zero the moment from which reports count
/// @param time by which all this is reckoned: what the machine did not have counts for nobody
public record NeverIdleUnderFaults(
    List<Disturbance> disturbances,
    Duration afterKill,
    Duration afterPause,
    long zero,
    MachineTime time)
    implements Promise {
  public NeverIdleUnderFaults {
    disturbances = List.copyOf(disturbances);
  }

  /// A span and what delayed it.
  ///
  /// @param cause the gravest of what it met; empty for nothing
  /// @param recovery how much of it was left when the last of what excuses it was over
  /// @param excess how much longer it was than it may be; negative if it was short enough
  public record Judged(Idle span, Optional<Cause> cause, Duration recovery, Duration excess) {
    boolean isTooLong() {
      return excess.isPositive();
    }
  }

  @Override
  public String name() {
    return "P6 never idle";
  }

  @Override
  public List<String> brokenBy(History history) {
    return judge(history).stream()
        .filter(Judged::isTooLong)
        .sorted(Comparator.comparing(Judged::excess).reversed())
        .map(
            judged ->
                String.format(
                    Locale.ROOT,
                    "%s: a slot was free for %.1f s while a job waited, from %.1f s to %.1f s of the run, %.1f s too long (%s)",
                    judged.span().queue(),
                    judged.span().length().toMillis() / 1e3,
                    (judged.span().from() - zero) / 1e9,
                    (judged.span().to() - zero) / 1e9,
                    judged.excess().toMillis() / 1e3,
                    judged.cause().map(Cause::name).orElse("nothing was broken")))
        .toList();
  }

  /// Every span of the run in which a slot was free beside a waiting job.
  public List<Judged> judge(History history) {
    return NeverIdle.spans(history).stream().map(span -> judge(history, span)).toList();
  }

  private Judged judge(History history, Idle span) {
    var queue = history.queues().get(span.queue());
    var accounts = queue == null ? Set.<String>of() : queue.accounts();
    var met =
        disturbances.stream()
            .filter(each -> each.account().isEmpty() || accounts.contains(each.account()))
            .filter(
                each ->
                    each.from() < span.to()
                        && time.at(each.until()) + limitAfter(each).toNanos()
                            > time.at(span.from()))
            .sorted(Comparator.comparingLong(Disturbance::from))
            .toList();
    var causes = EnumSet.noneOf(Cause.class);
    Set<String> hit = new HashSet<>();
    var over = time.at(span.from());
    var latest = over + afterKill.toNanos();
    for (var each : met) {
      if (excuses(each, time.at(each.from()) <= latest, hit)) {
        causes.add(each.cause());
        var until = time.at(each.until());
        over = Math.max(over, until);
        latest = Math.max(latest, until + limitAfter(each).toNanos());
      }
    }
    return new Judged(
        span,
        causes.stream().max(Comparator.naturalOrder()),
        Duration.ofNanos(Math.max(0, time.at(span.to()) - over)),
        Duration.ofNanos(time.at(span.to()) - latest));
  }

  private static boolean excuses(Disturbance each, boolean isInTime, Set<String> hit) {
    if (each.cause() == Cause.DOWN) {
      return isInTime;
    }
    var isFirstOfRole = hit.add(each.role());
    var isFirstOfProcess = hit.add(each.cause() + " " + each.what());
    return isFirstOfRole || (isFirstOfProcess && isInTime);
  }

  private Duration limitAfter(Disturbance disturbance) {
    return disturbance.cause() == Cause.PAUSE ? afterPause : afterKill;
  }
}
