package easel.systemtests.demo;

import java.io.Console;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/// Where the demo is watched: lines that stay, and, on a terminal, a picture below them that
/// changes.
final class Screen {
  private final PrintStream out;
  private final boolean live;
  private int drawn;

  private Screen(PrintStream out, boolean live) {
    this.out = out;
    this.live = live;
  }

  /// Standard output; a log gets no pictures.
  static Screen standard() {
    var terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    return new Screen(System.out, terminal.isPresent());
  }

  void say(String line) {
    erase();
    out.println(line);
    out.flush();
  }

  /// Puts these lines in the place of those drawn before.
  void draw(List<String> picture) {
    if (!live) {
      return;
    }
    erase();
    picture.forEach(out::println);
    drawn = picture.size();
    out.flush();
  }

  private void erase() {
    if (drawn > 0) {
      out.print("\033[%dA\033[J".formatted(drawn));
      drawn = 0;
    }
  }

  String bold(String text) {
    return live ? "\033[1m" + text + "\033[0m" : text;
  }

  String green(String text) {
    return live ? "\033[32m" + text + "\033[0m" : text;
  }

  String red(String text) {
    return live ? "\033[31m" + text + "\033[0m" : text;
  }

  String dim(String text) {
    return live ? "\033[2m" + text + "\033[0m" : text;
  }
}
