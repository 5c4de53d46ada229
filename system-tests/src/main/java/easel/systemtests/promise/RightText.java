package easel.systemtests.promise;

import easel.systemtests.promise.History.End;
import java.util.ArrayList;
import java.util.List;

/// The texts that Easel tells for a describe or a shorten are what Midjourney wrote for that job's
/// own command.
public record RightText() implements Promise {
  @Override
  public String name() {
    return "P7 the right text";
  }

  @Override
  public List<String> brokenBy(History history) {
    var broken = new ArrayList<String>();
    var written = history.ends().stream().filter(end -> !end.text().isEmpty()).toList();
    history
        .told()
        .forEach(
            (tag, told) -> {
              if (!history.isText(tag) || !told.status().equals("DONE")) {
                return;
              }
              var authors =
                  written.stream()
                      .filter(end -> end.text().equals(told.text()))
                      .map(End::tag)
                      .toList();
              if (authors.isEmpty()) {
                broken.add(
                    "%s was told a text that Midjourney never wrote: '%s'"
                        .formatted(tag, told.text()));
              } else if (!authors.contains(tag)) {
                broken.add("%s was told the text of %s".formatted(tag, authors.getFirst()));
              }
            });
    return broken;
  }
}
