package easel.systemtests;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests one Easel with two of each service that gives jobs and accounts up within seconds;
/// started once for all test classes, stopped at their end.
final class Impatient implements ParameterResolver {
  static final Duration SILENCE = Duration.ofSeconds(8);
  static final Duration QUARANTINE = Duration.ofSeconds(20);
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(Impatient.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Deployment.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Running.class, _ -> new Running(up()), Running.class)
        .deployment();
  }

  private static Deployment up() {
    return Deployment.twoOfEach()
        .environment("EASEL_FIRST_SIGN_TIMEOUT", SILENCE.toSeconds() + "s")
        .environment("EASEL_SILENCE_TIMEOUT", SILENCE.toSeconds() + "s")
        .environment("EASEL_QUARANTINE", QUARANTINE.toSeconds() + "s")
        .environment("EASEL_ACCOUNT_PATIENCE", "6s")
        .up();
  }

  private record Running(Deployment deployment) implements AutoCloseable {
    @Override
    public void close() {
      deployment.copyLogs(Path.of("target", "easel-logs-impatient"));
      deployment.close();
    }
  }
}
