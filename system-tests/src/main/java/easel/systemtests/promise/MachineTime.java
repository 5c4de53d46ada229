package easel.systemtests.promise;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// Time as the machine had it for who ran on it: a span in which nothing got CPU or disk counts as
/// next to nothing. What is to be done within seconds is judged by it, so that a machine that
/// stands still is not taken for what runs there. One that is merely slow counts in full.
///
/// It is told by beats, of which each comes soon after the one before wherever there is a machine
/// to run on.
public final class MachineTime {
  /// Time on a machine that never stands still.
  public static final MachineTime WALL = new MachineTime(new long[0], new long[0]);

  private final long[] moments;
  private final long[] counted;

  private MachineTime(long[] moments, long[] counted) {
    this.moments = moments;
    this.counted = counted;
  }

  /// @param beats their moments by `nanoTime`, in order
  /// @param longest between two beats on a healthy machine: a longer pause counts as so long
  public static MachineTime of(List<Long> beats, Duration longest) {
    var moments = beats.stream().mapToLong(Long::longValue).toArray();
    var counted = new long[moments.length];
    for (int i = 1; i < moments.length; i++) {
      counted[i] = counted[i - 1] + Math.min(moments[i] - moments[i - 1], longest.toNanos());
    }
    return new MachineTime(moments, counted);
  }

  /// How much of all of it the machine did not have.
  public Duration lost() {
    return moments.length == 0
        ? Duration.ZERO
        : Duration.ofNanos(moments[moments.length - 1] - moments[0] - counted[counted.length - 1]);
  }

  /// The longest span of which the machine had no more than this, to a beat.
  public Duration longest(Duration had) {
    var longest = had;
    int to = 0;
    for (int from = 0; from < moments.length; from++) {
      while (to + 1 < moments.length && counted[to + 1] - counted[from] <= had.toNanos()) {
        to++;
      }
      var span = Duration.ofNanos(moments[to] - moments[from]);
      longest = span.compareTo(longest) > 0 ? span : longest;
    }
    return longest;
  }

  /// A moment by a clock that stands still with the machine. Before the first beat and after the
  /// last it goes as `nanoTime` does.
  long at(long moment) {
    if (moments.length == 0) {
      return moment;
    }
    if (moment <= moments[0]) {
      return moment - moments[0];
    }
    int last = moments.length - 1;
    if (moment >= moments[last]) {
      return counted[last] + moment - moments[last];
    }
    int found = Arrays.binarySearch(moments, moment);
    int before = found >= 0 ? found : -found - 2;
    double part =
        (double) (moment - moments[before]) / Math.max(1, moments[before + 1] - moments[before]);
    return counted[before] + Math.round(part * (counted[before + 1] - counted[before]));
  }
}
