package easel.systemtests.promise;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Whoever asks for the seed of a picture is told the one that it was drawn with, in the end; only
/// the pictures of an account that was unlinked may keep theirs.
public record RightSeed() implements Promise {
  @Override
  public String name() {
    return "The right seed";
  }

  @Override
  public List<String> brokenBy(History history) {
    var broken = new ArrayList<String>();
    var answers = history.seedsTold().stream().collect(Collectors.groupingBy(SeedTold::tag));
    for (var asked : history.seedsAsked()) {
      var told = answers.getOrDefault(asked.tag(), List.of());
      told.stream()
          .map(SeedTold::seed)
          .filter(seed -> !seed.isEmpty() && !seed.equals(asked.seed()))
          .distinct()
          .forEach(
              seed ->
                  broken.add(
                      "%s was drawn with seed %s and told %s"
                          .formatted(asked.tag(), asked.seed(), seed)));
      if (told.stream().allMatch(answer -> answer.seed().isEmpty())
          && !history.wasUnlinked(asked.link())) {
        broken.add(
            "%s: its seed was never told: %s"
                .formatted(asked.tag(), told.isEmpty() ? "no answer" : told.getLast().why()));
      }
    }
    return broken;
  }
}
