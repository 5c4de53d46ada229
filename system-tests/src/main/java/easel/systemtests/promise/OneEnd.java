package easel.systemtests.promise;

import java.util.ArrayList;
import java.util.List;

/// A job has one end: whoever asks, and whenever, is told the same.
public record OneEnd() implements Promise {
  @Override
  public String name() {
    return "P1 one end each";
  }

  @Override
  public List<String> brokenBy(History history) {
    var broken = new ArrayList<String>();
    history
        .allTold()
        .forEach(
            (tag, ends) -> {
              if (ends.size() > 1) {
                broken.add("%s was told %d different ends: %s".formatted(tag, ends.size(), ends));
              }
            });
    return broken;
  }
}
