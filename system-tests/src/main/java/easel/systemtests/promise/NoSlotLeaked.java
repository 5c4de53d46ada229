package easel.systemtests.promise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Once nothing is broken any more, as many jobs run at once as there are slots.
///
/// @param groups the jobs of each must all have run at the same moment
public record NoSlotLeaked(List<List<String>> groups) implements Promise {
  public NoSlotLeaked {
    groups = groups.stream().map(List::copyOf).toList();
  }

  @Override
  public String name() {
    return "P6 no slot leaked";
  }

  @Override
  public List<String> brokenBy(History history) {
    Map<String, Long> sent = new HashMap<>();
    history.sends().forEach(send -> sent.put(send.tag(), send.at()));
    Map<String, Long> ended = new HashMap<>();
    history.ends().forEach(end -> ended.put(end.tag(), end.at()));
    var broken = new ArrayList<String>();
    for (var group : groups) {
      var missing = group.stream().filter(tag -> !sent.containsKey(tag)).toList();
      if (!missing.isEmpty()) {
        broken.add("%s never ran, once nothing was broken any more".formatted(missing));
      } else if (!ranTogether(group, sent, ended)) {
        broken.add(
            "%s never ran at the same time, though there is a slot for each".formatted(group));
      }
    }
    return broken;
  }

  private static boolean ranTogether(
      List<String> group, Map<String, Long> sent, Map<String, Long> ended) {
    var last = group.stream().map(sent::get).filter(Objects::nonNull).mapToLong(at -> at).max();
    return group.stream()
        .map(ended::get)
        .filter(Objects::nonNull)
        .allMatch(end -> end > last.orElse(Long.MAX_VALUE));
  }
}
