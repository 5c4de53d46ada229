package easel.systemtests.promise;

import easel.systemtests.promise.History.End;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The picture that Easel tells for a job is the one that Midjourney made for that job's own
/// command.
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
              if (history.isText(tag)) {
                if (!told.picture().isEmpty()) {
                  broken.add(
                      "%s asked for a text and was told a picture: '%s'"
                          .formatted(tag, told.picture()));
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
