package easel.worker.simulation;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/// The worker's log says no more than this while the tests of a class run: what goes wrong in ten
/// thousand stories is no news, in one alone it is all that is asked for.
record Quiet(LogLevel level) implements BeforeAllCallback, AfterAllCallback {
  private static final String WORKER = "easel.worker";

  @Override
  public void beforeAll(ExtensionContext context) {
    logging().setLogLevel(WORKER, level);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    logging().setLogLevel(WORKER, null);
  }

  private static LoggingSystem logging() {
    return LoggingSystem.get(Quiet.class.getClassLoader());
  }
}
