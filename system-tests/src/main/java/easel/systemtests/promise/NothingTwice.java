package easel.systemtests.promise;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// No job's command is sent to Discord twice.
public record NothingTwice() implements Promise {
  @Override
  public String name() {
    return "P2 nothing twice";
  }

  @Override
  public List<String> brokenBy(History history) {
    Map<String, Integer> sends = new HashMap<>();
    history.sends().forEach(send -> sends.merge(send.tag(), 1, Integer::sum));
    return sends.entrySet().stream()
        .filter(count -> count.getValue() > 1)
        .map(count -> "%s was sent %d times".formatted(count.getKey(), count.getValue()))
        .sorted()
        .toList();
  }
}
