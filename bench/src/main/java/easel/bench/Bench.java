package easel.bench;

import java.util.Arrays;

/// Runs the benchmark that the first argument names and prints its result as Markdown.
public final class Bench {
  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    var name = arguments.length == 0 ? "" : arguments[0];
    var options = Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
    try {
      var result =
          switch (name) {
            case "handover" -> Handover.of(options).run();
            case "search" -> Search.of(options).run();
            default ->
                throw new IllegalArgumentException(
                    "Expected a benchmark (handover, search), got: " + Arrays.toString(arguments));
          };
      System.out.println(result);
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.exit(2);
    }
  }
}
