package easel.bench;

import easel.systemtests.Deployment;
import easel.systemtests.EaselClient;
import easel.systemtests.EaselClient.Link;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.ToLongFunction;

/// How soon after a job is accepted an open board is told of it and shows it, and what that costs
/// the browser, with many queues in which something runs and waits.
///
/// @param queues each a linked account's own, all of one customer
/// @param jobs that wait in all of them together: for each that ends one is submitted
/// @param job how long one runs
record LiveBoard(int queues, int jobs, Duration job, Duration measured) implements Benchmark {
  private static final Duration TOLD = Duration.ofSeconds(10);
  private static final int PARALLEL_REQUESTS = 8;
  private static final int PAGES = 20;
  private static final double TARGET = 250;
  private static final double TARGET_CORES = 0.5;
  private static final String BROWSER = "browser";

  /// A submitted job, by its prompt.
  ///
  /// @param asked when its request was made
  /// @param answered when the answer was there that accepts it
  /// @param answeredAt the same in milliseconds since 1970
  /// @param told when the board was told of it; may be before the answer
  private record Mark(String prompt, long asked, long answered, long answeredAt, long told) {}

  /// What waits and runs.
  private record Counts(int waiting, int running) {
    static Counts of(EaselClient customer) {
      var counts = customer.get("/account").expect(200).required("counts");
      return new Counts(counts.required("waiting").asInt(), counts.required("running").asInt());
    }

    @Override
    public String toString() {
      return "%d waiting, %d running".formatted(waiting, running);
    }
  }

  /// @throws IllegalArgumentException naming the options there are
  static LiveBoard of(List<String> arguments) {
    var options =
        Options.of(
            arguments,
            Map.of("--queues", 300, "--jobs", 3_000, "--job-ms", 60_000, "--seconds", 60));
    return new LiveBoard(
        options.number("--queues"),
        options.number("--jobs"),
        options.milliseconds("--job-ms"),
        options.seconds("--seconds"));
  }

  @Override
  public String run() throws Exception {
    try (var easel = Stage.start()) {
      easel.simulator().set(Map.of("jobMs", job.toMillis()));
      var operator = easel.operator();
      var key = operator.createCustomer("bench", "PRO").apiKey();
      var customer = operator.as(key);
      Stage.progress("linking %d accounts".formatted(queues));
      var accounts = link(easel, customer);
      // One of each account runs.
      var wanted = jobs + queues;
      Stage.progress("submitting %d jobs".formatted(wanted));
      fill(customer, accounts, wanted);
      try (var visitor = Visitor.signedIn(easel.address("api-1"), key);
          var board = BoardStream.open(visitor);
          var browser = Browser.start()) {
        browser.open(visitor.address("/board"), visitor.cookies());
        var screen = Screen.of(browser);
        // As long as a job takes: from then on they end one after another.
        Stage.progress("warming up for %d s, %s".formatted(job.toSeconds(), Counts.of(customer)));
        var earlier = submit(customer, accounts, board, job, 0).size();
        Stage.progress("measuring for %d s".formatted(measured.toSeconds()));
        var together = measure(easel, customer, accounts, board, browser, screen, earlier);
        var page = page(visitor);
        var isFirst = browser.goFirst();
        Stage.progress("measuring once more, the browser first");
        var first =
            measure(
                easel,
                customer,
                accounts,
                board,
                browser,
                screen,
                earlier + together.marks().size());
        return markdown(together, page, isFirst, first);
      }
    }
  }

  /// One of the two spans, and what was seen in it.
  ///
  /// @param counts at its begin and its end
  /// @param had when the page's document had each mark
  /// @param shown when the browser had drawn it
  /// @param longTasks what held up the page, in milliseconds each
  private record Span(
      String counts,
      List<Mark> marks,
      Percentiles had,
      Percentiles shown,
      String stream,
      List<Double> longTasks,
      Usage usage) {}

  /// @param earlier how many marks there were before
  private Span measure(
      Deployment easel,
      EaselClient customer,
      List<Long> accounts,
      BoardStream board,
      Browser browser,
      Screen screen,
      int earlier)
      throws IOException, InterruptedException {
    screen.forgetLongTasks();
    var from = Counts.of(customer);
    var others = Map.of(BROWSER, browser.pid());
    var before = Usage.of(easel, others);
    var eventsBefore = board.events();
    var bytesBefore = board.bytes();
    var marks = submit(customer, accounts, board, measured, earlier);
    var usage = Usage.of(easel, others).since(before);
    var stream =
        "%s events a second, %s KiB a second"
            .formatted(
                Machine.decimal((board.events() - eventsBefore) / usage.seconds()),
                Machine.decimal((board.bytes() - bytesBefore) / usage.seconds() / 1024));
    var counts = from + "; at the end " + Counts.of(customer);
    var prompts = marks.stream().map(Mark::prompt).toList();
    var shown = since(marks, screen.shown(prompts, TOLD));
    var had = since(marks, screen.had(prompts));
    return new Span(counts, marks, had, shown, stream, screen.longTasks(), usage);
  }

  private List<Long> link(Deployment easel, EaselClient customer) throws InterruptedException {
    var simulator = easel.simulator();
    var accounts = new ArrayList<Long>();
    for (var i = 0; i < queues; i++) {
      var link = Link.of(simulator.createAccount("BASIC"), simulator.createChannel(), 1);
      accounts.add(customer.link(link).id());
    }
    for (var account : accounts) {
      Stage.awaitReady(customer, account);
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

  /// Submits as many as end in this span, at an even pace.
  ///
  /// @param earlier how many marks there were before
  private List<Mark> submit(
      EaselClient customer, List<Long> accounts, BoardStream board, Duration span, int earlier)
      throws InterruptedException {
    var marks = new ArrayList<Mark>();
    var pause = job.dividedBy(queues);
    var count = span.dividedBy(pause);
    var began = System.nanoTime();
    for (var i = 0; i < count; i++) {
      var due = began + pause.toNanos() * i;
      Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
      var number = earlier + i;
      var prompt = "mark " + number + ".";
      board.await(prompt);
      var asked = System.nanoTime();
      submit(customer, accounts.get(number % accounts.size()), prompt);
      var answered = System.nanoTime();
      var answeredAt = Clock.systemUTC().millis();
      marks.add(new Mark(prompt, asked, answered, answeredAt, board.told(prompt, TOLD)));
    }
    return marks;
  }

  private static void submit(EaselClient customer, long account, String prompt) {
    customer.tryImagine(Map.of("prompt", prompt, "account", account)).expect(200);
  }

  private static Percentiles since(List<Mark> marks, Map<String, Long> noted) {
    return times(
        marks,
        mark ->
            Duration.ofMillis(Objects.requireNonNull(noted.get(mark.prompt())) - mark.answeredAt())
                .toNanos());
  }

  /// The row for the page as a whole.
  private static String page(Visitor visitor) throws IOException, InterruptedException {
    var times = new ArrayList<Long>();
    var size = 0;
    for (var i = 0; i < PAGES; i++) {
      var began = System.nanoTime();
      size = visitor.get("/board").length();
      times.add(System.nanoTime() - began);
    }
    return row(
        "request of the whole page → its last byte (%d KiB)".formatted(size / 1024),
        Percentiles.of(times.stream().mapToLong(Long::longValue)));
  }

  // What was told before the answer arrived took no time after it.
  private static Percentiles times(List<Mark> marks, ToLongFunction<Mark> time) {
    return Percentiles.of(marks.stream().mapToLong(time).map(nanos -> Math.max(0, nanos)));
  }

  private String markdown(Span together, String page, boolean isFirst, Span first) {
    var usage = together.usage();
    return """
        # Board, %s

        %d queues of one customer (%s), jobs of %d s: what ends is submitted anew at an even pace. The board is open twice, once \
        in Chromium. Measured for %d s after as long a warm-up as a job runs. One of each service.

        %s.

        | | count | p50 ms | p95 ms | max ms | p95 ≤ %.0f ms |
        | --- | --- | --- | --- | --- | --- |
        %s%s%s
        %s
        The browser keeps %.2f cores busy; at most %.1f: %s.

        Once more, for as long, %s:

        | | count | p50 ms | p95 ms | max ms | p95 ≤ %.0f ms |
        | --- | --- | --- | --- | --- | --- |
        %s
        %s
        The browser keeps %.2f cores busy.

        What the first of the two took:

        | process | CPU s | %% of one core | memory MiB |
        | --- | --- | --- | --- |
        %s"""
        .formatted(
            LocalDate.now(Clock.systemUTC()),
            queues,
            together.counts(),
            job.toSeconds(),
            measured.toSeconds(),
            Machine.described(),
            TARGET,
            rows(together),
            row(
                "request of the job → event of the stream",
                times(together.marks(), mark -> mark.told() - mark.asked())),
            page,
            heldUp(together),
            usage.cores(BROWSER),
            TARGET_CORES,
            usage.cores(BROWSER) <= TARGET_CORES ? "met" : "missed",
            isFirst
                ? "with the browser before everything else where both want a core, as a visitor's"
                    + " own machine has nothing of Easel's to do"
                : "with nothing changed: this machine lets nobody go first",
            TARGET,
            rows(first),
            heldUp(first),
            first.usage().cores(BROWSER),
            usage.rows());
  }

  private static String rows(Span span) {
    return row(
            "answer to the job's acceptance → event of the stream",
            times(span.marks(), mark -> mark.told() - mark.answered()))
        + row("the same → in the page's document", span.had())
        + row("the same → drawn in the browser", span.shown());
  }

  private static String heldUp(Span span) {
    return "The stream: %s. The page was held up by its own tasks for more than 50 ms %d times, by the longest for %s ms."
        .formatted(
            span.stream(),
            span.longTasks().size(),
            Machine.decimal(
                span.longTasks().stream().mapToDouble(Double::doubleValue).max().orElse(0)));
  }

  private static String row(String what, Percentiles times) {
    return "| %s | %d | %s | %s | %s | %s |%n"
        .formatted(
            what,
            times.count(),
            Machine.decimal(times.milliseconds(0.5)),
            Machine.decimal(times.milliseconds(0.95)),
            Machine.decimal(times.milliseconds(1)),
            times.verdict(0.95, TARGET));
  }
}
