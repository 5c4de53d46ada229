package easel.systemtests.promise;

import java.util.List;

/// A picture's lasting address always gives a picture, whatever becomes of Discord's link.
public record PicturesLast() implements Promise {
  @Override
  public String name() {
    return "Pictures last";
  }

  @Override
  public List<String> brokenBy(History history) {
    return history.fetched().stream()
        .filter(fetched -> fetched.status() != 200)
        .map(
            fetched ->
                "%s: the picture's address gave %s%s"
                    .formatted(
                        fetched.what(),
                        fetched.status() == 0 ? "no answer" : "a " + fetched.status(),
                        fetched.linkWasDead() ? ", after Discord's link had died" : ""))
        .toList();
  }
}
