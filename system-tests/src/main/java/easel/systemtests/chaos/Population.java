package easel.systemtests.chaos;

import easel.systemtests.Deployment;
import easel.systemtests.EaselClient;
import easel.systemtests.EaselClient.Account;
import easel.systemtests.EaselClient.Link;
import easel.systemtests.Simulator;
import easel.systemtests.promise.History;
import easel.systemtests.promise.History.Queue;
import easel.systemtests.promise.History.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Twelve customers of all four plans on twenty accounts with limits 1 to 4, four of them shared.
final class Population {
  private static final Duration PATIENCE = Duration.ofSeconds(6);
  private static final Duration READY = Duration.ofMinutes(2);
  private static final int QUEUE_LIMIT = 2;
  private static final int UNLIMITED = 1_000_000;

  /// A plan and the limits of the accounts that such a customer links.
  private record Wish(String plan, List<Integer> limits) {}

  private static final List<Integer> SHARED = List.of(1, 2, 3, 4);
  private static final List<Wish> WISHES =
      List.of(
          new Wish("TRIAL", List.of()),
          new Wish("TRIAL", List.of()),
          new Wish("TRIAL", List.of(2)),
          new Wish("STANDARD", List.of()),
          new Wish("STANDARD", List.of(1, 2)),
          new Wish("STANDARD", List.of(3, 1)),
          new Wish("PRO", List.of(2)),
          new Wish("PRO", List.of(3, 1)),
          new Wish("PRO", List.of(2, 4)),
          new Wish("DEDICATED", List.of(1)),
          new Wish("DEDICATED", List.of(2, 3)),
          new Wish("DEDICATED", List.of(1, 2, 4)));

  /// A customer's way to each api instance.
  record Resident(List<EaselClient> instances) {
    Resident {
      instances = List.copyOf(instances);
    }
  }

  private final List<EaselClient> operators;
  private final Simulator simulator;
  private final History history;
  private final Map<Long, String> discordUsers = new HashMap<>();
  private final Map<EaselClient, List<Account>> own = new HashMap<>();

  Population(Deployment deployment, History history) {
    this.operators = deployment.names("api").stream().map(deployment::operator).toList();
    this.simulator = deployment.simulator();
    this.history = history;
  }

  /// Makes all of them and returns when every account can take jobs.
  List<Resident> settle() {
    var shared = new HashSet<String>();
    for (var limit : SHARED) {
      shared.add(discordUser(link(limit, operators.getFirst()::linkShared)));
    }
    var residents = new ArrayList<Resident>();
    for (var wish : WISHES) {
      residents.add(settle(wish, shared));
    }
    own.forEach(
        (customer, accounts) ->
            accounts.forEach(
                account ->
                    Wait.until(
                        "account %d is ready".formatted(account.id()),
                        READY,
                        () -> customer.account(account.id()).status().equals("READY"))));
    Wait.until("shared accounts are ready", READY, this::sharedAreReady);
    return residents;
  }

  /// The Discord user of each linked account.
  Map<Long, String> discordUsers() {
    return Map.copyOf(discordUsers);
  }

  private Resident settle(Wish wish, Set<String> shared) {
    var operator = operators.getFirst();
    var made = operator.createCustomer(wish.plan().toLowerCase(Locale.ROOT), wish.plan());
    var customer = operator.as(made.apiKey());
    var accounts = new ArrayList<Account>();
    for (var limit : wish.limits()) {
      accounts.add(link(limit, customer::link));
    }
    own.put(customer, accounts);
    rules(wish, "customer-" + made.id(), accounts, shared);
    return new Resident(
        operators.stream()
            .map(instance -> instance.as(made.apiKey()).patientFor(PATIENCE))
            .toList());
  }

  private void rules(Wish wish, String customer, List<Account> accounts, Set<String> shared) {
    if (wish.plan().equals("PRO") || wish.plan().equals("DEDICATED")) {
      for (var account : accounts) {
        history.queue(
            new Queue(
                "account-" + account.id(),
                customer,
                Set.of(discordUser(account)),
                UNLIMITED,
                Turn.AT_ACCEPTANCE));
      }
      return;
    }
    var users = new HashSet<String>();
    accounts.forEach(account -> users.add(discordUser(account)));
    history.queue(
        new Queue(
            customer, customer, users.isEmpty() ? shared : users, QUEUE_LIMIT, Turn.AT_HAND_OVER));
  }

  private boolean sharedAreReady() {
    return operators
        .getFirst()
        .get("/admin/accounts")
        .expect(200)
        .required("items")
        .valueStream()
        .allMatch(account -> account.path("status").asString("").equals("READY"));
  }

  private String discordUser(Account account) {
    var user = discordUsers.get(account.id());
    if (user == null) {
      throw new IllegalArgumentException("expected a linked account, got: " + account);
    }
    return user;
  }

  private Account link(int limit, Function<Link, Account> how) {
    var user = simulator.createAccount(limit <= 3 ? "BASIC" : "PRO");
    var account = how.apply(Link.of(user, simulator.createChannel(), limit));
    discordUsers.put(account.id(), user.userId());
    history.limit(user.userId(), limit, Long.MIN_VALUE);
    return account;
  }
}
