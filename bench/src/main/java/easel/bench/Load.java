package easel.bench;

import easel.systemtests.Deployment;
import easel.systemtests.EaselClient;
import easel.systemtests.EaselClient.Link;
import easel.systemtests.Simulator;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Keeps jobs waiting for every account.
final class Load implements AutoCloseable {
  private static final int PARALLEL_REQUESTS = 8;

  private final Simulator simulator;
  private final Map<String, EaselClient> customers;
  private final Map<String, String> queues;
  private final HandoverTimes times = new HandoverTimes(Handover.SLOTS);
  private final Map<String, Integer> outstanding = new HashMap<>();
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore parallel = new Semaphore(PARALLEL_REQUESTS);
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private final AtomicInteger requested = new AtomicInteger();
  private final int waiting;
  private int fewestWaiting;
  private long seen;

  private Load(
      Simulator simulator,
      Map<String, EaselClient> customers,
      Map<String, String> queues,
      int waiting) {
    this.simulator = simulator;
    this.customers = customers;
    this.queues = queues;
    this.waiting = waiting;
  }

  /// A customer for each account, by the account's Discord user id.
  static Load on(Deployment easel, int accounts, int waiting) throws InterruptedException {
    var simulator = easel.simulator();
    var operator = easel.operator();
    var customers = new HashMap<String, EaselClient>();
    var queues = new HashMap<String, String>();
    for (var i = 1; i <= accounts; i++) {
      var customer = operator.as(operator.createCustomer("bench " + i, "PRO").apiKey());
      var account = simulator.createAccount("BASIC");
      var linked = customer.link(Link.of(account, simulator.createChannel(), Handover.SLOTS)).id();
      Stage.awaitReady(customer, linked);
      customers.put(account.userId(), customer);
      queues.put(account.userId(), "account-" + linked);
    }
    return new Load(simulator, customers, queues, waiting);
  }

  /// For this span one job is submitted for each that ends.
  void keepWaiting(Duration span) throws InterruptedException {
    var end = System.nanoTime() + span.toNanos();
    while (System.nanoTime() < end) {
      readLedger();
      refill(waiting);
      look();
    }
  }

  /// Returns when so many jobs wait for each account and none runs: its queues are paused
  /// meanwhile, and on again at the end.
  void fill(int most) throws InterruptedException {
    customers.forEach((account, customer) -> customer.pause(queue(account)));
    refill(most);
    while (requested.get() > 0) {
      readLedger();
      look();
    }
    customers.forEach((account, customer) -> customer.resume(queue(account)));
  }

  /// For this span nothing is submitted: what waits is sent.
  void drain(Duration span) throws InterruptedException {
    fewestWaiting = Integer.MAX_VALUE;
    var end = System.nanoTime() + span.toNanos();
    while (System.nanoTime() < end) {
      look();
      readLedger();
      for (var account : customers.keySet()) {
        var unended = outstanding.getOrDefault(account, 0);
        fewestWaiting = Math.min(fewestWaiting, unended - Handover.SLOTS);
      }
    }
  }

  private String queue(String account) {
    return Objects.requireNonNull(queues.get(account));
  }

  private void look() throws InterruptedException {
    var failed = failure.get();
    if (failed != null) {
      throw failed;
    }
    Stage.look();
  }

  HandoverTimes handoverTimes() {
    return times;
  }

  /// The fewest jobs that waited for an account at any look of the last {@link #drain}.
  int fewestWaiting() {
    return fewestWaiting;
  }

  private void readLedger() {
    for (var page = simulator.ledger(seen); !page.isEmpty(); page = simulator.ledger(seen)) {
      for (var entry : page) {
        seen = entry.seq();
        if (!customers.containsKey(entry.account())) {
          continue;
        }
        if (entry.is("JOB_ENDED")) {
          times.ended(entry.account(), entry.nanos());
          outstanding.merge(entry.account(), -1, Integer::sum);
        } else if (entry.is("INTERACTION") && entry.taken()) {
          times.arrived(entry.account(), entry.nanos());
        }
      }
    }
  }

  private void refill(int most) {
    customers.forEach(
        (account, customer) -> {
          var wanted = most + Handover.SLOTS;
          var now = outstanding.getOrDefault(account, 0);
          for (var i = now; i < wanted; i++) {
            requested.incrementAndGet();
            requests.execute(() -> submit(customer));
          }
          outstanding.put(account, Math.max(now, wanted));
        });
  }

  private void submit(EaselClient customer) {
    parallel.acquireUninterruptibly();
    try {
      customer.imagine("a tin robot waters a fern");
    } catch (RuntimeException failed) {
      failure.compareAndSet(null, failed);
    } finally {
      parallel.release();
      requested.decrementAndGet();
    }
  }

  @Override
  public void close() {
    requests.shutdownNow();
  }
}
