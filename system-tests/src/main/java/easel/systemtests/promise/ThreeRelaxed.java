package easel.systemtests.promise;

import easel.systemtests.promise.History.End;
import easel.systemtests.promise.History.Send;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// An account never has more relaxed jobs than Midjourney draws at once, whatever its limit is.
public record ThreeRelaxed() implements Promise {
  static final int MOST = 3;

  private record Change(long at, boolean begins, String tag, String account) {
    static Change of(Send send) {
      return new Change(send.at(), true, send.tag(), send.account());
    }

    static Change of(End end) {
      return new Change(end.at(), false, end.tag(), end.account());
    }
  }

  /// A relaxed job that begins.
  ///
  /// @param running how many run on its account then, with this one
  private record Begun(String tag, String account, int running) {}

  @Override
  public String name() {
    return "P3 never more than three relaxed";
  }

  @Override
  public List<String> brokenBy(History history) {
    return begun(history).stream()
        .filter(begun -> begun.running() > MOST)
        .map(
            begun ->
                "account %s: expected at most %d relaxed ones running, got: %d (with %s)"
                    .formatted(begun.account(), MOST, begun.running(), begun.tag()))
        .toList();
  }

  /// The most relaxed jobs that ran on one account at once.
  public static int mostAtOnce(History history) {
    return begun(history).stream().mapToInt(Begun::running).max().orElse(0);
  }

  private static List<Begun> begun(History history) {
    var changes =
        Stream.concat(
                history.sends().stream().map(Change::of), history.ends().stream().map(Change::of))
            .filter(change -> history.isRelaxed(change.tag()))
            .sorted(Comparator.comparingLong(Change::at).thenComparing(Change::begins))
            .toList();
    var begun = new ArrayList<Begun>();
    Map<String, Integer> running = new HashMap<>();
    for (var change : changes) {
      var now = running.merge(change.account(), change.begins() ? 1 : -1, Integer::sum);
      if (change.begins()) {
        begun.add(new Begun(change.tag(), change.account(), now));
      }
    }
    return begun;
  }
}
