package easel.simulator.cdn;

import org.jspecify.annotations.Nullable;

/// What a picture shows.
///
/// @param seed the job whose grid the picture is, or is taken from
/// @param quadrant which of the four it is, 0 for all four
public record Subject(String seed, int quadrant, String prompt) {

  /// Knows what the picture of a job shows.
  @FunctionalInterface
  public interface Finder {
    @Nullable Subject find(String job);
  }
}
