package easel.systemtests.promise;

import java.util.List;
import java.util.stream.Collectors;

/// The end of every job is delivered to its webhook at least once, with a signature that its
/// customer believes.
public record EndsDelivered() implements Promise {
  @Override
  public String name() {
    return "Webhooks: nothing lost";
  }

  @Override
  public List<String> brokenBy(History history) {
    var told =
        history.notices().stream()
            .filter(notice -> notice.believed() && notice.isEnd())
            .map(notice -> List.of(notice.tag(), notice.address()))
            .collect(Collectors.toSet());
    var jobs = history.jobs();
    return history.webhooks().entrySet().stream()
        .filter(webhook -> jobs.containsKey(webhook.getKey()))
        .filter(webhook -> !told.contains(List.of(webhook.getKey(), webhook.getValue())))
        .map(
            webhook ->
                "%s: its end was never delivered to %s"
                    .formatted(webhook.getKey(), webhook.getValue()))
        .sorted()
        .toList();
  }
}
