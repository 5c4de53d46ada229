package easel.systemtests.promise;

import easel.systemtests.promise.Asked.Result;
import easel.systemtests.promise.History.End;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The picture that Easel tells for a job is the one that Midjourney made for that job's own
/// command; where no picture was asked for none is told.
public record RightPicture() implements Promise {
  @Override
  public String name() {
    return "P7 the right picture";
  }

  @Override
  public List<String> brokenBy(History history) {
    var broken = new ArrayList<String>();
    Map<String, End> drawn = new HashMap<>();
    history.ends().stream()
        .filter(end -> !end.picture().isEmpty())
        .forEach(end -> drawn.put(end.picture(), end));
    history
        .told()
        .forEach(
            (tag, told) -> {
              if (!told.status().equals("DONE")) {
                return;
              }
              var result = history.resultOf(tag);
              if (result != Result.PICTURE) {
                if (!told.picture().isEmpty()) {
                  broken.add(
                      "%s asked for %s and was told a picture: '%s'"
                          .formatted(
                              tag, result == Result.TEXTS ? "a text" : "a mark", told.picture()));
                }
                return;
              }
              var end = drawn.get(told.picture());
              if (end == null) {
                broken.add(
                    "%s was told a picture that Midjourney never drew: '%s'"
                        .formatted(tag, told.picture()));
              } else if (!end.tag().equals(tag)) {
                broken.add("%s was told the picture of %s".formatted(tag, end.tag()));
              }
            });
    return broken;
  }
}
