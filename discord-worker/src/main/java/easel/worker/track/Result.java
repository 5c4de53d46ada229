package easel.worker.track;

import org.jspecify.annotations.Nullable;

/// The kind of picture that a finished message shows.
public sealed interface Result {
  record Grid() implements Result {}

  record OneOfFour(int n) implements Result {}

  /// @param kind `Strong`, `Subtle` or `Region`; null where the text does not say
  record Variation(@Nullable String kind) implements Result {}

  record Zoom() implements Result {}

  record Pan(String way) implements Result {}

  record Upscale(@Nullable String kind) implements Result {}
}
