package easel.systemtests.chaos;

import easel.systemtests.chaos.Fault.Mishap;
import java.util.List;

/// What can be broken, and mended again.
interface Breakable {
  /// SIGKILL of all these processes at once.
  void kill(List<String> names);

  /// Starts a killed process and returns when it is ready.
  void restart(String name);

  /// SIGSTOP.
  void pause(String name);

  /// SIGCONT.
  void resume(String name);

  void flushRedis();

  /// Orders Discord to let somebody down.
  void letDown(Mishap mishap);
}
