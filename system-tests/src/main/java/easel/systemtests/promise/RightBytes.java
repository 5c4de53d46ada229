package easel.systemtests.promise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a picture's lasting address gives is, byte for byte, what Midjourney drew for that job; a
/// part of it, or a smaller one, is the same whoever makes it and whenever, and not the whole.
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
    Map<String, String> parts = new HashMap<>();
    for (var fetched : history.fetched()) {
      if (fetched.status() != 200) {
        continue;
      }
      var whole = drawn.getOrDefault(fetched.tag(), "");
      if (!fetched.part().isEmpty()) {
        var first = parts.computeIfAbsent(fetched.what(), _ -> fetched.digest());
        if (fetched.digest().equals(whole)) {
          broken.add(fetched.what() + ": the address gave all of the picture");
        } else if (!fetched.digest().equals(first)) {
          broken.add(fetched.what() + ": the address gave other bytes than before");
        }
      } else if (!fetched.digest().equals(whole)) {
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
