package easel.systemtests;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/// Gives tests one Easel of a kind: started once for all test classes, stopped at their end; its
/// logs are kept. What a test has changed about the simulator is taken back after it, and what it
/// has ended is started again. A test fails whose calls, or their answers, are not as the api
/// describes itself.
abstract class SharedEasel
    implements ParameterResolver,
        AfterEachCallback,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler {
  private static final int WARNINGS = 12;

  private final String logs;
  private final Supplier<Deployment.Builder> kind;

  /// @param logs the folder of its logs in `target`
  SharedEasel(String logs, Supplier<Deployment.Builder> kind) {
    this.logs = logs;
    this.kind = kind;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    return type == Deployment.class || type == DescribedCalls.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Deployment.class
        ? deployment(context)
        : running(context).calls();
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failed)
      throws Throwable {
    throw explained(context, failed);
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failed)
      throws Throwable {
    throw explained(context, failed);
  }

  /// No log outlives the machine that CI runs on: a failure says itself how Easel was.
  final Throwable explained(ExtensionContext context, Throwable failed) {
    return failed instanceof Explained || failed instanceof TestAbortedException
        ? failed
        : new Explained(failed, deployment(context));
  }

  private static final class Explained extends AssertionError {
    private static final long serialVersionUID = 1L;

    Explained(Throwable failed, Deployment easel) {
      super(
          "%s%n- queues that hold something: %s%n- open at Discord: %s%n- warned last:%n%s"
              .formatted(
                  failed.getMessage(),
                  orWhyNot(() -> Rabbit.holding(easel)),
                  orWhyNot(() -> easel.simulator().openJobs()),
                  orWhyNot(() -> String.join("\n", easel.lastWarnings(WARNINGS)))),
          failed);
    }
  }

  private static String orWhyNot(Supplier<?> told) {
    try {
      return String.valueOf(told.get());
    } catch (RuntimeException failed) {
      return "not known: " + failed; // the test's own failure counts
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    var easel = deployment(context);
    easel.simulator().asBefore();
    easel.startAgain();
    requireAsDescribed(context);
  }

  final Deployment deployment(ExtensionContext context) {
    return running(context).deployment();
  }

  /// @throws AssertionError if a call since the last look was not as described
  final void requireAsDescribed(ExtensionContext context) {
    running(context).calls().requireAsDescribed();
  }

  private Running running(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(getClass()))
        .computeIfAbsent(Running.class, _ -> Running.start(kind.get(), logs), Running.class);
  }

  private record Running(Deployment deployment, DescribedCalls calls, String logs)
      implements AutoCloseable {
    static Running start(Deployment.Builder kind, String logs) {
      var calls = new DescribedCalls();
      return new Running(kind.listener(calls).up(), calls, logs);
    }

    @Override
    public void close() {
      deployment.copyLogs(Path.of("target", logs));
      deployment.close();
    }
  }
}
