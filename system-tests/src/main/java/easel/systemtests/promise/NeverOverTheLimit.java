package easel.systemtests.promise;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Jobs running on an account never exceed its limit, nor those of a queue the queue's.
///
/// @param handedOver how long before its send a job may have been handed over, though never before
///   it was asked for: a lowered limit holds for what is handed over after it
public record NeverOverTheLimit(Duration handedOver) implements Promise {
  private record Change(long at, boolean begins, String tag, String account) {}

  @Override
  public String name() {
    return "P3 never over the limit";
  }

  @Override
  public List<String> brokenBy(History history) {
    var broken = new ArrayList<String>();
    Map<String, Integer> ofAccount = new HashMap<>();
    Map<String, Integer> ofQueue = new HashMap<>();
    var changes =
        Stream.concat(
                history.sends().stream()
                    .map(send -> new Change(send.at(), true, send.tag(), send.account())),
                history.ends().stream()
                    .map(end -> new Change(end.at(), false, end.tag(), end.account())))
            .sorted(Comparator.comparingLong(Change::at).thenComparing(Change::begins))
            .toList();
    var jobs = history.jobs();
    for (var change : changes) {
      var job = jobs.get(change.tag());
      if (job == null) {
        broken.add("Discord saw %s, which nobody submitted".formatted(change.tag()));
        continue;
      }
      var queue = job.queue();
      if (!change.begins()) {
        ofAccount.merge(change.account(), -1, Integer::sum);
        ofQueue.merge(queue, -1, Integer::sum);
        continue;
      }
      var onAccount = ofAccount.merge(change.account(), 1, Integer::sum);
      var allowed =
          history.largestLimit(
              change.account(),
              Math.max(Math.min(job.asked(), change.at()), change.at() - handedOver.toNanos()),
              change.at());
      if (onAccount > allowed) {
        broken.add(
            "account %s: expected at most %d running, got: %d (with %s)"
                .formatted(change.account(), allowed, onAccount, change.tag()));
      }
      var inQueue = ofQueue.merge(queue, 1, Integer::sum);
      var rules = history.queues().get(queue);
      if (rules != null && inQueue > rules.limit()) {
        broken.add(
            "queue %s: expected at most %d running, got: %d (with %s)"
                .formatted(queue, rules.limit(), inQueue, change.tag()));
      }
    }
    return broken;
  }
}
