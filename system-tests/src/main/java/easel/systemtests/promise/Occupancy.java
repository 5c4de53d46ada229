package easel.systemtests.promise;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToLongBiFunction;
import org.jspecify.annotations.Nullable;

/// How many jobs run, or keep a slot without running, in each of some places at any moment of a
/// run.
final class Occupancy {
  private final Map<String, NavigableMap<Long, Integer>> running = new HashMap<>();

  private Occupancy() {}

  static Occupancy ofAccounts(History history) {
    return of(history, null, _ -> true);
  }

  /// Of the jobs on accounts those alone that are drawn relaxed.
  static Occupancy ofRelaxed(History history) {
    return of(history, null, history::isRelaxed);
  }

  static Occupancy ofQueues(History history) {
    return of(history, history.jobs(), _ -> true);
  }

  /// @param jobs null for accounts
  /// @param counts the tags of those that are counted
  private static Occupancy of(
      History history, @Nullable Map<String, History.Job> jobs, Predicate<String> counts) {
    var changes = new TreeMap<Long, Map<String, Integer>>();
    history.sends().stream()
        .filter(send -> counts.test(send.tag()))
        .forEach(send -> note(changes, send.at(), place(send.tag(), send.account(), jobs), 1));
    history.ends().stream()
        .filter(end -> counts.test(end.tag()))
        .forEach(end -> note(changes, end.at(), place(end.tag(), end.account(), jobs), -1));
    for (var held : history.held()) {
      if (!counts.test(held.tag())) {
        continue;
      }
      var place = place(held.tag(), held.account(), jobs);
      note(changes, held.from(), place, 1);
      note(changes, held.until(), place, -1);
    }
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

  /// Whether fewer than the limit then in force ran at every moment of the span.
  boolean hadRoomThroughout(String place, History history, long from, long to) {
    var moments = new TreeSet<Long>(List.of(from, to));
    changes(place).forEach(moments::add);
    moments.addAll(history.limitChanges(place));
    return moments.subSet(from, true, to, true).stream()
        .allMatch(moment -> at(place, moment) < history.promisedLimit(place, moment));
  }

  /// The first moment, not before `from`, since which fewer than the limit then in force ran until
  /// just before `to`; `to` where none did.
  long hadRoomSince(String place, ToLongBiFunction<String, Long> limit, long from, long to) {
    if (from >= to) {
      return to;
    }
    var moments = new TreeSet<>(List.of(from));
    changes(place).forEach(moments::add);
    var since = to;
    for (var moment : moments.subSet(from, true, to, false).descendingSet()) {
      if (at(place, moment) >= limit.applyAsLong(place, moment)) {
        break;
      }
      since = moment;
    }
    return since;
  }

  /// The moments at which the number changed.
  Iterable<Long> changes(String place) {
    var changes = running.get(place);
    return changes == null ? List.of() : changes.keySet();
  }
}
