package easel.systemtests.promise;

import java.util.List;

/// Nobody is told of a job but at the address that was given for it (P8).
public record WebhooksWhereAsked() implements Promise {
  @Override
  public String name() {
    return "Webhooks: where they were asked for";
  }

  @Override
  public List<String> brokenBy(History history) {
    var webhooks = history.webhooks();
    return history.notices().stream()
        .filter(Notice::believed)
        .filter(notice -> !notice.address().equals(webhooks.get(notice.tag())))
        .map(
            notice ->
                "'%s' was delivered to %s, expected: %s"
                    .formatted(
                        notice.tag(),
                        notice.address(),
                        webhooks.getOrDefault(notice.tag(), "nowhere")))
        .distinct()
        .toList();
  }
}
