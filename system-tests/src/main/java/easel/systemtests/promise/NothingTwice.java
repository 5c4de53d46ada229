package easel.systemtests.promise;

import easel.systemtests.promise.History.Attempt;
import easel.systemtests.promise.History.Send;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// No job's command is sent to Discord twice, and no dialog is filled in twice.
public record NothingTwice() implements Promise {
  @Override
  public String name() {
    return "P2 nothing twice";
  }

  @Override
  public List<String> brokenBy(History history) {
    var sent = history.sends().stream().map(Send::tag);
    var filledIn = history.fillings().stream().filter(Attempt::taken).map(Attempt::tag);
    return Stream.concat(twice(sent, "sent"), twice(filledIn, "filled in")).sorted().toList();
  }

  private static Stream<String> twice(Stream<String> tags, String what) {
    Map<String, Integer> counts = new HashMap<>();
    tags.forEach(tag -> counts.merge(tag, 1, Integer::sum));
    return counts.entrySet().stream()
        .filter(count -> count.getValue() > 1)
        .map(count -> "%s was %s %d times".formatted(count.getKey(), what, count.getValue()));
  }
}
