package easel.systemtests.promise;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Each account is sent the jobs of one queue in the order in which they were accepted; two whose
/// requests overlapped may come either way.
public record FirstComeFirstServed() implements Promise {
  private record Line(String queue, String account) {}

  @Override
  public String name() {
    return "P4 first come, first served";
  }

  @Override
  public List<String> brokenBy(History history) {
    var broken = new ArrayList<String>();
    Map<Line, List<History.Job>> lines = new HashMap<>();
    var jobs = history.jobs();
    for (var send : history.sends()) {
      var job = jobs.get(send.tag());
      if (job == null) {
        continue;
      }
      var sent =
          lines.computeIfAbsent(new Line(job.queue(), send.account()), _ -> new ArrayList<>());
      sent.stream()
          .filter(job::isSurelyBefore)
          .max(Comparator.comparingInt(History.Job::order))
          .ifPresent(
              before ->
                  broken.add(
                      "%s on account %s: %s (number %d) was sent after %s (number %d)"
                          .formatted(
                              job.queue(),
                              send.account(),
                              job.tag(),
                              job.order(),
                              before.tag(),
                              before.order())));
      sent.add(job);
    }
    return broken;
  }
}
