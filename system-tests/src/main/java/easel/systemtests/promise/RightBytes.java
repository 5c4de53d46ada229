package easel.systemtests.promise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a picture's lasting address gives is, byte for byte, what Midjourney drew for that job.
public record RightBytes() implements Promise {
  @Override
  public String name() {
    return "Pictures as they were drawn";
  }

  @Override
  public List<String> brokenBy(History history) {
    var broken = new ArrayList<String>();
    Map<String, String> drawn = new HashMap<>();
    history.ends().stream()
        .filter(end -> !end.picture().isEmpty())
        .forEach(end -> drawn.put(end.tag(), history.digestOf(end.picture())));
    for (var fetched : history.fetched()) {
      if (fetched.status() == 200
          && !fetched.digest().equals(drawn.getOrDefault(fetched.tag(), ""))) {
        broken.add(
            "%s: the picture's address gave other bytes than Midjourney drew: %s, expected %s"
                .formatted(
                    fetched.tag(),
                    fetched.digest(),
                    drawn.getOrDefault(fetched.tag(), "no picture")));
      }
    }
    return broken;
  }
}
