package easel.systemtests;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests one Easel with two of each service, its own brokers and a simulator; started once
/// for all test classes, stopped at their end. Rate limits and the sending pause are off: tests
/// submit faster than customers may.
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
        .computeIfAbsent(Running.class, _ -> new Running(start()), Running.class)
        .deployment();
  }

  private static Deployment start() {
    return Deployment.of()
        .api(2)
        .dispatcher(2)
        .worker(2)
        // Tests are short: HotSpot's second compiler would take a third of the machine from them.
        .environment("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1")
        .environment("EASEL_SEND_INTERVAL", "0ms")
        .environment("EASEL_RATE_LIMIT_GENERAL", "off")
        .environment("EASEL_RATE_LIMIT_MESSAGE", "off")
        .up();
  }

  private record Running(Deployment deployment) implements AutoCloseable {
    @Override
    public void close() {
      deployment.copyLogs(Path.of("target", "easel-logs"));
      deployment.close();
    }
  }
}
