package easel.systemtests;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests one Easel with two of each service, its own brokers and a simulator; started once
/// for all test classes, stopped at their end.
final class TwoOfEach implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(TwoOfEach.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Deployment.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(
            Running.class, _ -> new Running(Deployment.twoOfEach().up()), Running.class)
        .deployment();
  }

  private record Running(Deployment deployment) implements AutoCloseable {
    @Override
    public void close() {
      deployment.copyLogs(Path.of("target", "easel-logs"));
      deployment.close();
    }
  }
}
