package easel.bench;

import java.util.Arrays;
import java.util.List;

/// Runs the benchmark that the first argument names and prints its result as Markdown.
public final class Bench {
  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    Benchmark benchmark;
    try {
      benchmark = named(Arrays.asList(arguments));
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.exit(2);
      return;
    }
    System.out.println(benchmark.run());
  }

  private static Benchmark named(List<String> arguments) {
    var name = arguments.isEmpty() ? "" : arguments.getFirst();
    var options = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
    return switch (name) {
      case "handover" -> Handover.of(options);
      case "board" -> LiveBoard.of(options);
      case "search" -> Search.of(options);
      default ->
          throw new IllegalArgumentException(
              "Expected a benchmark (handover, board, search), got: " + arguments);
    };
  }
}
