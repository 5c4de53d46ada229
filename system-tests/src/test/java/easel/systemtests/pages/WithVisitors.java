package easel.systemtests.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import easel.systemtests.EaselClient;
import easel.systemtests.Simulator;
import easel.systemtests.TwoOfEach;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/// Gives a test its visitors, and fails it for whatever no page may do. Of a test that failed, how
/// the pages looked is kept in `target/pages`, with what led there (for `playwright show-trace`).
///
/// The Easel is that of all system tests, or with the system properties `pages.api` and
/// `pages.simulator`, and `EASEL_ADMIN_KEY`, one that runs already.
final class WithVisitors
    implements ParameterResolver,
        AfterEachCallback,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler {
  private static final Namespace NAMESPACE = Namespace.create(WithVisitors.class);
  private static final String RUNNING = "pages.api";
  private static final int PATIENCE_MS = 20_000;

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Visitors.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    var chromium =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(Chromium.class, _ -> Chromium.launch(), Chromium.class);
    var visitors = visitors(chromium.browser(), context);
    context.getStore(NAMESPACE).put(Visitors.class, visitors);
    return visitors;
  }

  private static Visitors visitors(Browser browser, ExtensionContext context) {
    var running = System.getProperty(RUNNING);
    if (running == null) {
      return Visitors.of(browser, TwoOfEach.of(context));
    }
    var api = URI.create(running);
    var operatorKey = System.getenv().getOrDefault("EASEL_ADMIN_KEY", "");
    return new Visitors(
        browser,
        api,
        operatorKey,
        new EaselClient(api, operatorKey),
        new Simulator(URI.create(System.getProperty("pages.simulator", ""))));
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

  private static Throwable explained(ExtensionContext context, Throwable failed) {
    return System.getProperty(RUNNING) == null ? TwoOfEach.explain(context, failed) : failed;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    var visitors = context.getStore(NAMESPACE).get(Visitors.class, Visitors.class);
    if (visitors == null) {
      return;
    }
    var flaws = visitors.all().stream().flatMap(visitor -> visitor.flaws().stream()).toList();
    if (context.getExecutionException().isPresent() || !flaws.isEmpty()) {
      keep(visitors.all(), context);
    }
    visitors.all().forEach(Visitor::close);
    assertThat(flaws).as("what no page may do").isEmpty();
    if (System.getProperty(RUNNING) == null) {
      TwoOfEach.requireCallsAsDescribed(context);
    }
  }

  private static void keep(List<Visitor> visitors, ExtensionContext context) {
    var test = context.getRequiredTestClass().getSimpleName();
    var folder = Path.of("target", "pages", test, context.getRequiredTestMethod().getName());
    visitors.forEach(visitor -> visitor.keep(folder));
  }
}
