package easel.systemtests.promise;

import easel.systemtests.promise.Asked.Result;
import easel.systemtests.promise.History.End;
import java.util.ArrayList;
import java.util.List;

/// The texts that Easel tells for a describe or a shorten are what Midjourney wrote for that job's
/// own command; for a mark none are told.
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
              var result = history.resultOf(tag);
              if (result == Result.PICTURE || !told.status().equals("DONE")) {
                return;
              }
              if (result == Result.MARK) {
                if (!told.text().isEmpty()) {
                  broken.add(
                      "%s asked for a mark and was told a text: '%s'".formatted(tag, told.text()));
                }
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
