package easel.systemtests;

/// The service's own story, to watch.
public final class Demo {
  private Demo() {}

  public static void main(String[] arguments) {
    System.out.println("The demo is not written yet.");
  }
}
