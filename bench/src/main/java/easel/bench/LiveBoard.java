package easel.bench;

import easel.systemtests.Deployment;
import easel.systemtests.EaselClient;
import easel.systemtests.EaselClient.Link;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// How soon after a job is accepted an open board is told of it, with many queues in which
/// something runs and waits.
///
/// @param queues each a linked account's own, all of one customer
/// @param jobs that wait in all of them together
/// @param perSecond jobs submitted while it is measured
record LiveBoard(int queues, int jobs, Duration job, Duration measured, int perSecond, int cores)
    implements Benchmark {
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration READY = Duration.ofMinutes(5);
  private static final Duration TOLD = Duration.ofSeconds(10);
  private static final int PARALLEL_REQUESTS = 8;
  private static final double TARGET = 250;

  /// @throws IllegalArgumentException naming the options there are
  static LiveBoard of(List<String> arguments) {
    var options =
        Options.of(
            arguments, List.of("--queues", "--jobs", "--job-ms", "--seconds", "--per-second"));
    return new LiveBoard(
        options.get("--queues", 300),
        options.get("--jobs", 3_000),
        Duration.ofMillis(options.get("--job-ms", 120_000)),
        Duration.ofSeconds(options.get("--seconds", 60)),
        options.get("--per-second", 5),
        Runtime.getRuntime().availableProcessors());
  }

  @Override
  public String run() throws Exception {
    progress("starting one of each service with private brokers");
    try (var easel =
        Deployment.of()
            .environment("EASEL_SEND_INTERVAL", "0ms")
            .environment("EASEL_RATE_LIMIT_GENERAL", "off")
            .environment("EASEL_RATE_LIMIT_MESSAGE", "off")
            .up()) {
      easel.simulator().set(Map.of("jobMs", job.toMillis()));
      var operator = easel.operator();
      var key = operator.createCustomer("bench", "PRO").apiKey();
      var customer = operator.as(key);
      progress("linking %d accounts".formatted(queues));
      var accounts = link(easel, customer);
      // One of each account runs.
      var wanted = jobs + queues;
      progress("submitting %d jobs".formatted(wanted));
      fill(customer, accounts, wanted);
      try (var board = BoardStream.open(easel.address("api-1"), key)) {
        progress("measuring for %d s".formatted(measured.toSeconds()));
        var before = Usage.of(easel);
        var eventsBefore = board.events();
        var bytesBefore = board.bytes();
        var times = submit(customer, accounts, board);
        var usage = Usage.of(easel).since(before);
        return markdown(
            Percentiles.of(times.stream().mapToLong(Long::longValue)),
            board.events() - eventsBefore,
            board.bytes() - bytesBefore,
            usage);
      }
    }
  }

  private List<Long> link(Deployment easel, EaselClient customer) throws InterruptedException {
    var simulator = easel.simulator();
    var channel = simulator.createChannel();
    var accounts = new ArrayList<Long>();
    for (var i = 0; i < queues; i++) {
      accounts.add(customer.link(Link.of(simulator.createAccount("BASIC"), channel, 1)).id());
    }
    var deadline = System.nanoTime() + READY.toNanos();
    for (var account : accounts) {
      while (!customer.account(account).status().equals("READY")) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "expected account %d to be READY within %s".formatted(account, READY));
        }
        Thread.sleep(LOOK);
      }
    }
    return accounts;
  }

  private static void fill(EaselClient customer, List<Long> accounts, int wanted)
      throws InterruptedException, ExecutionException {
    var parallel = new Semaphore(PARALLEL_REQUESTS);
    try (var requests = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Future<?>>();
      for (var i = 0; i < wanted; i++) {
        var account = accounts.get(i % accounts.size());
        parallel.acquire();
        answers.add(
            requests.submit(
                () -> {
                  try {
                    submit(customer, account, "a tin robot waters a fern");
                  } finally {
                    parallel.release();
                  }
                }));
      }
      for (var answer : answers) {
        answer.get();
      }
    }
  }

  /// @return for each job, from the answer to its acceptance until the board was told of it
  private List<Long> submit(EaselClient customer, List<Long> accounts, BoardStream board)
      throws InterruptedException {
    var times = new ArrayList<Long>();
    var count = (int) measured.toSeconds() * perSecond;
    var began = System.nanoTime();
    for (var i = 0; i < count; i++) {
      var due = began + Duration.ofSeconds(1).toNanos() * i / perSecond;
      Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
      var mark = "mark " + i + ".";
      board.await(mark);
      submit(customer, accounts.get(i % accounts.size()), mark);
      var answered = System.nanoTime();
      var told = board.told(mark, TOLD);
      // It may be told before the answer has arrived.
      times.add(Math.max(0, told - answered));
    }
    return times;
  }

  private static void submit(EaselClient customer, long account, String prompt) {
    customer.tryImagine(Map.of("prompt", prompt, "account", account)).expect(200);
  }

  private String markdown(Percentiles times, long events, long bytes, Usage usage) {
    return """
        # Board, %s

        From the answer to a job's acceptance to the event on an open board that shows it: %d queues of one customer, \
        %d jobs waiting, one running in each, jobs of %d ms; %d jobs a second submitted for %d s. One of each service.

        Commit %s on %s, Java %s.

        | | count | p50 ms | p95 ms | max ms |
        | --- | --- | --- | --- | --- |
        | acceptance to event | %d | %s | %s | %s |

        The stream: %s events a second, %s KiB a second.
        Target: p95 ≤ %.0f ms %s (on screen; the browser's part is not in this).

        | process | CPU s | %% of one core | memory MiB |
        | --- | --- | --- | --- |
        %s"""
        .formatted(
            LocalDate.now(Clock.systemUTC()),
            queues,
            jobs,
            job.toMillis(),
            perSecond,
            measured.toSeconds(),
            Machine.commit(),
            Machine.described(cores),
            Runtime.version(),
            times.count(),
            milliseconds(times, 0.5),
            milliseconds(times, 0.95),
            milliseconds(times, 1),
            Machine.decimal(events / usage.seconds()),
            Machine.decimal(bytes / usage.seconds() / 1024),
            TARGET,
            times.milliseconds(0.95) <= TARGET ? "met" : "missed",
            usage.rows());
  }

  private static String milliseconds(Percentiles times, double share) {
    return String.format(Locale.ROOT, "%.1f", times.milliseconds(share));
  }

  private static void progress(String what) {
    System.err.println("  … " + what);
  }
}
