package easel.systemtests;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests one Easel of a kind: started once for all test classes, stopped at their end; its
/// logs are kept. What a test has changed about the simulator is taken back after it, and what it
/// has ended is started again.
abstract class SharedEasel implements ParameterResolver, AfterEachCallback {
  private final String logs;
  private final Supplier<Deployment> start;

  /// @param logs the folder of its logs in `target`
  SharedEasel(String logs, Supplier<Deployment> start) {
    this.logs = logs;
    this.start = start;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Deployment.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return deployment(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    var easel = deployment(context);
    easel.simulator().asBefore();
    easel.startAgain();
  }

  final Deployment deployment(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(getClass()))
        .computeIfAbsent(Running.class, _ -> new Running(start.get(), logs), Running.class)
        .deployment();
  }

  private record Running(Deployment deployment, String logs) implements AutoCloseable {
    @Override
    public void close() {
      deployment.copyLogs(Path.of("target", logs));
      deployment.close();
    }
  }
}
