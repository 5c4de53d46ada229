package easel.systemtests.promise;

import java.util.List;

/// Every delivery carries a signature that its customer believes.
public record WebhooksSigned() implements Promise {
  @Override
  public String name() {
    return "Webhooks: signed";
  }

  @Override
  public List<String> brokenBy(History history) {
    return history.notices().stream()
        .filter(notice -> !notice.believed())
        .map(
            notice ->
                "%s: delivery %s of %s has no signature to be believed"
                    .formatted(notice.tag(), notice.id(), notice.address()))
        .toList();
  }
}
