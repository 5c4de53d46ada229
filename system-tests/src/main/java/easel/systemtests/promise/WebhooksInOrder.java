package easel.systemtests.promise;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/// What is delivered of one job comes in order: progress never goes back, and after the end there
/// is nothing new. A delivery that comes again is known by its id, and counts when it came first.
public record WebhooksInOrder() implements Promise {
  @Override
  public String name() {
    return "Webhooks: in order";
  }

  @Override
  public List<String> brokenBy(History history) {
    var broken = new ArrayList<String>();
    history.notices().stream()
        .filter(Notice::believed)
        .collect(Collectors.groupingBy(Notice::tag))
        .forEach((tag, notices) -> look(tag, notices, broken));
    return broken;
  }

  private static void look(String tag, List<Notice> notices, List<String> broken) {
    var seen = new HashSet<String>();
    Notice before = null;
    for (var notice : notices) {
      if (!seen.add(notice.id())) {
        continue;
      }
      if (before != null && before.isEnd()) {
        broken.add(
            "%s: %s (%d %%) was delivered after its end, %s"
                .formatted(tag, notice.status(), notice.progress(), before.status()));
        // What follows is late for the same reason.
        return;
      }
      if (before != null && notice.progress() < before.progress() && !notice.isEnd()) {
        broken.add(
            "%s: %d %% was delivered after %d %%"
                .formatted(tag, notice.progress(), before.progress()));
      }
      before = notice;
    }
  }
}
