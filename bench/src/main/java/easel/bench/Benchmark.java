package easel.bench;

/// Something that is measured on a whole Easel of its own.
@FunctionalInterface
interface Benchmark {
  /// @return the result as Markdown, fit for a file in bench/results
  String run() throws Exception;
}
