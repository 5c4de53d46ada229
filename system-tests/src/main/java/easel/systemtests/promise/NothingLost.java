package easel.systemtests.promise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Every accepted job reaches exactly one end, and the end that was told is what Discord saw.
public record NothingLost() implements Promise {
  @Override
  public String name() {
    return "P1 nothing lost";
  }

  @Override
  public List<String> brokenBy(History history) {
    var broken = new ArrayList<String>();
    Map<String, String> seen = new HashMap<>();
    history.ends().forEach(end -> seen.put(end.tag(), end.end()));
    var told = history.told();
    for (var tag : history.jobs().keySet()) {
      var end = told.get(tag);
      if (end == null) {
        broken.add("%s was accepted and has no end".formatted(tag));
        continue;
      }
      switch (end.status()) {
        case "DONE" -> {
          if (!"DONE".equals(seen.get(tag))) {
            broken.add(
                "%s was told DONE, but Discord saw: %s"
                    .formatted(tag, seen.getOrDefault(tag, "no end")));
          }
        }
        case "CANCELLED" -> {
          if (!history.wasCancelAsked(tag)) {
            broken.add("%s was told CANCELLED, and nobody asked for it".formatted(tag));
          }
          if (!Boolean.TRUE.equals(end.sent()) && seen.containsKey(tag)) {
            broken.add("%s was told never sent, but Discord saw: %s".formatted(tag, seen.get(tag)));
          }
        }
        default ->
            broken.add(
                "%s ended %s (%s) though nothing was broken"
                    .formatted(tag, end.status(), end.why()));
      }
    }
    return broken;
  }
}
