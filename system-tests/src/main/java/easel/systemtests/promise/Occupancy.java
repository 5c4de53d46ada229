package easel.systemtests.promise;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How many jobs run in each of some places, at any moment of a run.
final class Occupancy {
  private final Map<String, NavigableMap<Long, Integer>> running = new HashMap<>();

  private Occupancy() {}

  static Occupancy ofAccounts(History history) {
    return of(history, null);
  }

  static Occupancy ofQueues(History history) {
    return of(history, history.jobs());
  }

  private static Occupancy of(History history, @Nullable Map<String, History.Job> jobs) {
    var changes = new TreeMap<Long, Map<String, Integer>>();
    history
        .sends()
        .forEach(send -> note(changes, send.at(), place(send.tag(), send.account(), jobs), 1));
    history
        .ends()
        .forEach(end -> note(changes, end.at(), place(end.tag(), end.account(), jobs), -1));
    var occupancy = new Occupancy();
    Map<String, Integer> now = new HashMap<>();
    changes.forEach(
        (at, ofPlaces) ->
            ofPlaces.forEach(
                (place, change) ->
                    occupancy
                        .running
                        .computeIfAbsent(place, _ -> new TreeMap<>())
                        .put(at, now.merge(place, change, Integer::sum))));
    return occupancy;
  }

  private static String place(String tag, String account, @Nullable Map<String, History.Job> jobs) {
    if (jobs == null) {
      return account;
    }
    var job = jobs.get(tag);
    return job == null ? "" : job.queue();
  }

  private static void note(
      NavigableMap<Long, Map<String, Integer>> changes, long at, String place, int change) {
    changes.computeIfAbsent(at, _ -> new HashMap<>()).merge(place, change, Integer::sum);
  }

  int at(String place, long at) {
    var changes = running.get(place);
    var before = changes == null ? null : changes.floorEntry(at);
    return before == null ? 0 : before.getValue();
  }

  /// The most at any moment of the span.
  int most(String place, long from, long to) {
    var changes = running.get(place);
    var most = at(place, from);
    if (changes == null) {
      return most;
    }
    for (var count : changes.subMap(from, true, to, true).values()) {
      most = Math.max(most, count);
    }
    return most;
  }

  /// The moments at which the number changed.
  Iterable<Long> changes(String place) {
    var changes = running.get(place);
    return changes == null ? List.of() : changes.keySet();
  }
}
