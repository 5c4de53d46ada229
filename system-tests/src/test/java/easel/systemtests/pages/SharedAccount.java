package easel.systemtests.pages;

import static org.awaitility.Awaitility.await;

import easel.systemtests.EaselClient;
import easel.systemtests.EaselClient.Link;
import java.time.Duration;

/// An account that the operator shares, until it is closed.
record SharedAccount(EaselClient operator, long id) implements AutoCloseable {
  /// Returns once it is ready.
  static SharedAccount link(Visitors visitors) {
    var simulator = visitors.simulator();
    var link = Link.of(simulator.createAccount("PRO", "commons"), simulator.createChannel(), null);
    var operator = visitors.program();
    var shared = new SharedAccount(operator, operator.linkShared(link).id());
    await("the shared account is ready")
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> operator.get(shared.path()).expect(200).path("status").asString(""),
            "READY"::equals);
    return shared;
  }

  @Override
  public void close() {
    operator.call("DELETE", path(), null).expectSuccess();
  }

  private String path() {
    return "/admin/accounts/" + id;
  }
}
