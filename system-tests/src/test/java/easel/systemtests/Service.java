package easel.systemtests;

import static org.awaitility.Awaitility.await;

import easel.systemtests.EaselClient.Account;
import easel.systemtests.EaselClient.Job;
import easel.systemtests.EaselClient.Link;
import easel.systemtests.promise.History;
import easel.systemtests.promise.History.Queue;
import easel.systemtests.promise.History.Told;
import easel.systemtests.promise.History.Turn;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/// Customers, accounts and jobs of one run, and the history that the promises are judged by.
final class Service {
  private static final AtomicInteger TAGS = new AtomicInteger();
  private static final int QUEUE_LIMIT = 2;
  private static final int UNLIMITED = 1_000_000;

  private final List<EaselClient> operators;
  private final Simulator simulator;
  private final String server;
  private final Map<Long, String> discordUsers = new HashMap<>();
  private final Set<String> shared = new TreeSet<>();

  final History history = new History();
  final Witness witness;

  /// How often an instance answered that it could not serve.
  final AtomicInteger unavailable = new AtomicInteger();

  private final AtomicLong slowest = new AtomicLong();

  Service(Deployment deployment) {
    operators = deployment.names("api").stream().map(deployment::operator).toList();
    simulator = deployment.simulator();
    server = simulator.createServer().guildId();
    witness = Witness.from(simulator);
  }

  /// How long a request took at most: a measure of how busy this machine was, which has no time for
  /// anything else either.
  Duration slowestAnswer() {
    return Duration.ofNanos(slowest.get());
  }

  /// Someone who submits; its requests go to the API instances in turn.
  final class Customer {
    final long id;
    final List<EaselClient> clients;
    final List<Account> accounts = new ArrayList<>();
    private final Map<String, String> messageIds = new HashMap<>();
    private final String plan;
    private int order;

    private Customer(String plan) {
      var made = operators.getFirst().createCustomer(plan.toLowerCase(Locale.ROOT), plan);
      id = made.id();
      this.plan = plan;
      clients = operators.stream().map(operator -> operator.as(made.apiKey())).toList();
    }

    Account link(int limit) {
      var account = Service.this.link(limit, clients.getFirst()::link);
      accounts.add(account);
      return account;
    }

    /// Says which accounts its queues run on; after linking, before submitting.
    void rules(Turn turn) {
      var users = accounts.stream().map(account -> discordUser(account.id())).toList();
      if (isPerAccount()) {
        for (var account : accounts) {
          var runsOn = turn == Turn.CHANGED ? Set.copyOf(users) : Set.of(discordUser(account.id()));
          history.queue(
              new Queue("account-" + account.id(), "customer-" + id, runsOn, UNLIMITED, turn));
        }
        return;
      }
      var runsOn = users.isEmpty() ? shared : Set.copyOf(users);
      history.queue(
          new Queue(
              "customer-" + id,
              "customer-" + id,
              runsOn,
              QUEUE_LIMIT,
              turn == Turn.CHANGED ? turn : Turn.AT_HAND_OVER));
    }

    /// Whether it has a queue for each of its accounts.
    boolean isPerAccount() {
      return plan.equals("PRO") || plan.equals("DEDICATED");
    }

    void unlink(Account account) {
      clients.getFirst().unlink(account.id()).expectSuccess();
    }

    /// Submits one job and waits for its acceptance; returns its tag.
    String submit() {
      var tag = "tag%06d".formatted(TAGS.incrementAndGet());
      // As a good client does: an answer that never came, or a 503, is asked for again with its
      // key.
      var body = Map.of("prompt", "a tin robot waters a fern " + tag);
      var first = order;
      var answer =
          await("the acceptance of " + tag)
              .atMost(Duration.ofMinutes(1))
              .pollDelay(Duration.ZERO)
              .pollInterval(Duration.ofMillis(200))
              .until(
                  () -> ask(first, client -> client.tryImagine(body, "Idempotency-Key", tag)),
                  tried -> tried.status() != 503);
      var submitted = EaselClient.Submitted.of(answer.expect(200));
      history.accepted(new History.Job(tag, submitted.queue(), order++, System.nanoTime(), false));
      messageIds.put(tag, submitted.messageId());
      return tag;
    }

    /// How its last job stands, as any instance that listens says.
    Answer look(String tag) {
      return ask(order, client -> client.get("/midjourney/message/" + messageId(tag)));
    }

    /// Asks one instance, or the next where nobody listens or one has only just been started, which
    /// is not ready, and says so. Any other request must be answered.
    private Answer ask(int first, Function<EaselClient, Answer> request) {
      for (int i = 0; ; i++) {
        try {
          var begun = System.nanoTime();
          var answer = request.apply(clients.get((first + i) % clients.size()));
          slowest.accumulateAndGet(System.nanoTime() - begun, Math::max);
          if (i + 1 < clients.size() && isStarting(answer)) {
            continue;
          }
          if (answer.status() == 503) {
            unavailable.incrementAndGet();
          }
          return answer;
        } catch (UncheckedIOException failed) {
          if (i + 1 == clients.size() || !(failed.getCause() instanceof ConnectException)) {
            throw failed;
          }
        }
      }
    }

    private static boolean isStarting(Answer answer) {
      return answer.status() == 503
          && answer.body().path("type").asString("").equals("urn:easel:starting");
    }

    void cancel(String tag) {
      history.cancelAsked(tag);
      clients.getFirst().cancel(messageId(tag));
    }

    String messageId(String tag) {
      var id = messageIds.get(tag);
      if (id == null) {
        throw new IllegalArgumentException("expected a submitted tag, got: " + tag);
      }
      return id;
    }

    /// Waits until every job has ended and notes what was told of it.
    void awaitEnds(Duration atMost) {
      messageIds.forEach(
          (tag, messageId) -> {
            Job job =
                await("the end of " + tag)
                    .atMost(atMost)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> clients.getLast().job(messageId), Job::hasEnded);
            history.told(
                tag,
                new Told(
                    job.status(),
                    Boolean.TRUE.equals(job.sent()),
                    job.reason() + " " + job.whole().path("error")));
          });
    }
  }

  Customer customer(String plan) {
    return new Customer(plan);
  }

  Account linkShared(int limit) {
    var account = link(limit, operators.getFirst()::linkShared);
    shared.add(discordUser(account.id()));
    return account;
  }

  /// Waits until every linked account can take jobs.
  void awaitReady(List<Customer> customers) {
    for (var customer : customers) {
      for (var account : customer.accounts) {
        await("account %d is ready".formatted(account.id()))
            .atMost(Duration.ofMinutes(1))
            .until(
                () -> customer.clients.getFirst().account(account.id()).status(), "READY"::equals);
      }
    }
    await("shared accounts are ready")
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                operators
                    .getFirst()
                    .get("/admin/accounts")
                    .expect(200)
                    .required("items")
                    .valueStream()
                    .allMatch(account -> account.path("status").asString().equals("READY")));
  }

  String discordUser(long account) {
    var user = discordUsers.get(account);
    if (user == null) {
      throw new IllegalArgumentException("expected a linked account, got: " + account);
    }
    return user;
  }

  /// Changes a limit; a raised one may hold before the answer, a lowered one does after it.
  void changeLimit(Customer customer, Account account, int limit) {
    var user = discordUser(account.id());
    var before = history.limitNow(user);
    if (limit > before) {
      history.limit(user, limit, System.nanoTime());
    }
    customer.clients.getFirst().setConcurrency(account.id(), limit);
    if (limit < before) {
      history.limit(user, limit, System.nanoTime());
    }
  }

  private Account link(int limit, Function<Link, Account> how) {
    var channel = simulator.createChannel(server);
    var user = simulator.createAccount(limit <= 3 ? "BASIC" : "PRO", channel);
    var account = how.apply(Link.of(user, channel, limit));
    discordUsers.put(account.id(), user.userId());
    history.limit(user.userId(), limit, 0);
    return account;
  }
}
