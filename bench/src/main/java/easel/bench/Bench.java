package easel.bench;

import java.util.Arrays;

/// Runs the benchmark that the first argument names and prints its result as Markdown.
public final class Bench {
  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0 || !arguments[0].equals("handover")) {
      System.err.printf("Expected a benchmark (handover), got: %s%n", Arrays.toString(arguments));
      System.exit(2);
    }
    Handover handover;
    try {
      handover = Handover.of(Arrays.asList(arguments).subList(1, arguments.length));
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.exit(2);
      return;
    }
    System.out.println(handover.run());
  }
}
