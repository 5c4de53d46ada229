package easel.systemtests.pages;

import com.microsoft.playwright.Browser;
import easel.systemtests.Deployment;
import easel.systemtests.EaselClient;
import easel.systemtests.EaselClient.Customer;
import easel.systemtests.Simulator;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// Whoever looks at the pages in one test.
final class Visitors {
  private final Browser browser;
  private final URI easel;
  private final String operatorKey;
  private final EaselClient program;
  private final Simulator simulator;
  private final List<Visitor> all;

  /// @param program the operator, as a program
  Visitors(
      Browser browser, URI easel, String operatorKey, EaselClient program, Simulator simulator) {
    this(browser, easel, operatorKey, program, simulator, new ArrayList<>());
  }

  private Visitors(
      Browser browser,
      URI easel,
      String operatorKey,
      EaselClient program,
      Simulator simulator,
      List<Visitor> all) {
    this.browser = browser;
    this.easel = easel;
    this.operatorKey = operatorKey;
    this.program = program;
    this.simulator = simulator;
    this.all = all;
  }

  /// Those of the same test who look at another instance.
  Visitors at(URI instance) {
    return new Visitors(browser, instance, operatorKey, program.at(instance), simulator, all);
  }

  static Visitors of(Browser browser, Deployment easel) {
    return new Visitors(
        browser,
        easel.address("api-1"),
        easel.setting("EASEL_ADMIN_KEY"),
        easel.operator(),
        easel.simulator());
  }

  /// The Discord that accounts are of.
  Simulator simulator() {
    return simulator;
  }

  /// Somebody who is not signed in.
  Visitor stranger() {
    return stranger(new Browser.NewContextOptions());
  }

  Visitor stranger(Browser.NewContextOptions how) {
    return visitor("stranger", program(), how);
  }

  /// A customer who was just made, signed in.
  Visitor newCustomer() {
    return customer(create("New customer"));
  }

  /// The same, with a linked account whose jobs are quick.
  Visitor customerWithAccount() {
    var visitor = newCustomer();
    Scene.linkQuick(visitor.client, simulator());
    return visitor;
  }

  Customer create(String name) {
    return create(name, "PRO");
  }

  Customer create(String name, String plan) {
    return program().createCustomer(name, plan);
  }

  Visitor customer(Customer customer) {
    return customer(customer, new Browser.NewContextOptions());
  }

  /// A customer, signed in.
  Visitor customer(Customer customer, Browser.NewContextOptions how) {
    return visitor("customer", program().as(customer.apiKey()), how)
        .signIn(customer.apiKey(), "/board");
  }

  Visitor operator() {
    return operator(new Browser.NewContextOptions());
  }

  /// The operator, signed in.
  Visitor operator(Browser.NewContextOptions how) {
    return visitor("operator", program(), how).signIn(operatorKey, "/operator");
  }

  /// The operator, as a program.
  EaselClient program() {
    return program;
  }

  private Visitor visitor(String role, EaselClient client, Browser.NewContextOptions how) {
    var visitor = new Visitor(browser, easel, role + "-" + (all.size() + 1), client, how);
    all.add(visitor);
    return visitor;
  }

  List<Visitor> all() {
    return List.copyOf(all);
  }
}
