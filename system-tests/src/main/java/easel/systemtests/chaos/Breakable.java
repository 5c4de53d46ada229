package easel.systemtests.chaos;

import easel.systemtests.chaos.Fault.Cut;
import easel.systemtests.chaos.Fault.HalfOpen;
import easel.systemtests.chaos.Fault.Mishap;
import java.util.List;
import java.util.function.Consumer;

/// What can be broken, and mended again.
interface Breakable {
  /// SIGKILL of all these processes at once.
  void kill(List<String> names);

  /// Starts killed processes side by side and returns when all are ready.
  ///
  /// @param ready is told of each
  void restart(List<String> names, Consumer<String> ready);

  /// The same for nodes of RabbitMQ that lose their data before.
  void restartWiped(List<String> nodes, Consumer<String> ready);

  /// Keeps a copy of what Redis has.
  void copyRedis();

  /// Gives a killed Redis the copy that was kept.
  void restoreRedis();

  /// Resets connections.
  ///
  /// @return how many
  int cut(Cut cut);

  /// Lets nothing pass on connections.
  ///
  /// @return how many
  int silence(HalfOpen halfOpen);

  /// Ends such a silence.
  void endSilence(HalfOpen halfOpen);

  /// SIGSTOP.
  void pause(String name);

  /// SIGCONT.
  void resume(String name);

  void flushRedis();

  /// Orders Discord to let somebody down.
  void letDown(Mishap mishap);
}
