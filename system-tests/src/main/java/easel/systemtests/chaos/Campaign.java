package easel.systemtests.chaos;

import easel.systemtests.Answer.UnexpectedAnswer;
import easel.systemtests.Beats;
import easel.systemtests.Deployment;
import easel.systemtests.Simulator;
import easel.systemtests.Simulator.Entry;
import easel.systemtests.promise.Fetched;
import easel.systemtests.promise.History;
import easel.systemtests.promise.History.Held;
import easel.systemtests.promise.History.Told;
import easel.systemtests.promise.MachineTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// One run: customers submit, things are broken, all jobs end, and what happened is told.
final class Campaign {
  static final Duration QUARANTINE = Duration.ofSeconds(20);
  private static final Duration FIRST_SIGN = Duration.ofSeconds(20);
  private static final Duration SILENCE = Duration.ofSeconds(60);

  /// So often a bot says that it lives. Shorter than Discord's, so that one that hangs is given up
  /// within a campaign.
  static final Duration HEARTBEAT = Duration.ofSeconds(5);

  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Duration LOOK_AT_ACCOUNTS = Duration.ofSeconds(1);
  private static final Duration TELL = Duration.ofSeconds(20);
  private static final Duration MENDED = Duration.ofMinutes(3);

  /// Longer than any job may be silent and kept after that: a relaxed one three times as long.
  private static final Duration WITHOUT_AN_END = SILENCE.multipliedBy(4);

  /// A delivery that failed three times is attempted again after at most so long.
  private static final Duration DELIVERED = Duration.ofMinutes(4);

  /// A picture that an instance took and was killed with is taken by another after two minutes.
  private static final Duration KEPT = Duration.ofMinutes(3);

  /// A seed is looked for at Midjourney for seconds, by one worker, and asked for again.
  private static final Duration SEEDS_TOLD = Duration.ofMinutes(1);

  /// Long enough to be fetched whatever is broken meanwhile, short enough that the first ones die
  /// before the end.
  private static final Duration LIFE_OF_LINKS = Duration.ofMinutes(3);

  private static final int ENDLESS = 1_000_000;

  private static final Duration AFTER_QUARANTINE = Duration.ofSeconds(5);
  private static final Duration GIVEN_UP = Duration.ofSeconds(10);

  private final Options options;
  private final WrongClocks clocks;
  private final Deployment deployment;
  private final Proxies proxies;
  private final Consumer<String> screen;
  private final History history = new History();
  private final Names names = new Names();
  private final FaultLog log = new FaultLog();
  private final AtomicBoolean givenUp = new AtomicBoolean();

  /// What there is to judge.
  ///
  /// @param zero when the campaign began
  /// @param ledger all that the simulator wrote down
  /// @param ids Easel's own name of each job, to find it in the logs
  /// @param together jobs that must have run at the same time, once nothing was broken any more
  /// @param time as the machine had it
  record Outcome(
      Options options,
      WrongClocks clocks,
      long zero,
      History history,
      FaultLog log,
      List<Entry> ledger,
      Map<String, String> ids,
      List<List<String>> together,
      MachineTime time) {
    Outcome {
      together = List.copyOf(together);
      ledger = List.copyOf(ledger);
      ids = Map.copyOf(ids);
    }
  }

  private Campaign(
      Options options,
      WrongClocks clocks,
      Deployment deployment,
      Proxies proxies,
      Consumer<String> screen) {
    this.options = options;
    this.clocks = clocks;
    this.deployment = deployment;
    this.proxies = proxies;
    this.screen = screen;
  }

  /// An Easel to break: two of each service, brokers of its own, which the services reach through
  /// proxies, no pause between sends. Services start from caches: what is killed every few seconds
  /// is started as often.
  static Deployment deploy(WrongClocks clocks, Proxies proxies) {
    var easel = Deployment.twoOfEach();
    clocks.environment().forEach(easel::environment);
    return easel
        .rabbitmq(Schedule.RABBITMQ_NODES)
        .beforeStart(proxies::leadTo)
        .environment("EASEL_TEST_ENVIRONMENT", proxies.environment())
        .environment("EASEL_FIRST_SIGN_TIMEOUT", FIRST_SIGN.toSeconds() + "s")
        .environment("EASEL_SILENCE_TIMEOUT", SILENCE.toSeconds() + "s")
        .environment("EASEL_QUARANTINE", QUARANTINE.toSeconds() + "s")
        .environment("EASEL_START_CACHE", "on")
        .up();
  }

  /// @param screen gets a line now and then
  static Outcome run(
      Options options,
      WrongClocks clocks,
      Deployment deployment,
      Proxies proxies,
      Consumer<String> screen) {
    return new Campaign(options, clocks, deployment, proxies, screen).run();
  }

  private Outcome run() {
    var simulator = deployment.simulator();
    simulator.set(
        Map.of(
            "jobMs",
            Map.of("min", 1500, "max", 3500),
            "waitingMs",
            50,
            "heartbeatIntervalMs",
            HEARTBEAT.toMillis()));
    if (options.operations()) {
      simulator.set(Map.of("pictureLifeMs", LIFE_OF_LINKS.toMillis()));
    }
    var population = new Population(deployment, history, options.operations());
    var residents = population.settle();
    try (var beats = Beats.start();
        var hands = Executors.newVirtualThreadPerTaskExecutor();
        var clock = Executors.newSingleThreadScheduledExecutor();
        var programs =
            options.operations()
                ? new Programs(options.seed(), population.ears(), history, log, hands)
                : null) {
      var mix = programs == null ? null : programs.mix();
      var workload = new Workload(options.seed(), mix, clock, log);
      var pictures = pictures(hands);
      var seeds = new SeedLook(history, log);
      var customers = new LinkedHashMap<Population.Resident, Customer>();
      for (var resident : residents) {
        var habits =
            programs == null ? Habits.plain() : programs.settle(customers.size(), resident);
        var customer = customer(resident, habits, population, pictures, seeds, workload, hands);
        customers.put(resident, customer);
        if (programs != null) {
          programs.add(resident, customer);
        }
      }
      var people =
          new People(
              population, residents, simulator, history, log, givenUp, Alarm.of(clock), hands);
      clocks.check(deployment, log);
      var last = new LastRound(history);
      var readiness =
          residents.stream()
              .map(it -> new ReadinessLook(it.instances(), population.discordUsers(), history))
              .toList();
      every(
          clock, LOOK_AT_ACCOUNTS, () -> readiness.forEach(one -> hands.execute(() -> look(one))));
      var zero = breakThings(simulator, workload, people, customers, clock, hands);
      readiness.forEach(ReadinessLook::end);
      lastRound(simulator, last, customers);
      if (programs != null) {
        whatIsLeft(programs, pictures, seeds, simulator);
      }
      giveUp(customers.values());
      clocks.check(deployment, log);
      clock.shutdownNow();
      var ledger = read(simulator);
      var uploads = new ConcurrentHashMap<String, String>();
      new LedgerReader(names, name -> uploads.computeIfAbsent(name, it -> uploaded(simulator, it)))
          .tell(ledger, history);
      drawn(simulator);
      keptSlots(customers.values());
      var ids = new HashMap<String, String>();
      customers.values().forEach(customer -> ids.putAll(customer.messageIds()));
      return new Outcome(
          options, clocks, zero, history, log, ledger, ids, last.groups(), beats.time());
    }
  }

  private PictureLook pictures(ExecutorService hands) {
    var instances = deployment.names("api").stream().map(deployment::operator).toList();
    return new PictureLook(
        new PatientClient(instances, hands, givenUp, log), instances.size(), history, log);
  }

  /// Every end is delivered, every picture is kept, every seed told; then Discord gives no picture
  /// any more.
  private void whatIsLeft(
      Programs programs, PictureLook pictures, SeedLook seeds, Simulator simulator) {
    var begun = System.nanoTime();
    var delivered = programs.awaitDeliveries(DELIVERED);
    pictures.awaitKept(KEPT);
    seeds.again(SEEDS_TOLD);
    screen.accept(
        "All webhooks %s after %d s"
            .formatted(
                delivered ? "have been delivered" : "have not been delivered",
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun)));
    simulator.fault(Map.of("on", "cdn", "kind", "500", "count", ENDLESS));
    pictures.again();
  }

  /// The digest of what was uploaded for a command.
  private String uploaded(Simulator simulator, String name) {
    try {
      return simulator.uploaded(name);
    } catch (UnexpectedAnswer gone) {
      log.trouble("the simulator does not know any more what was uploaded", gone);
      return "";
    }
  }

  /// Looks what Midjourney has drawn for those whose pictures were fetched.
  private void drawn(Simulator simulator) {
    var fetched = history.fetched().stream().map(Fetched::tag).collect(Collectors.toSet());
    history.ends().stream()
        .filter(end -> fetched.contains(end.tag()) && !end.picture().isEmpty())
        .map(History.End::picture)
        .distinct()
        .forEach(
            picture ->
                history.drawn(
                    picture, simulator.drawn(picture.substring(picture.lastIndexOf('/') + 1))));
  }

  private Customer customer(
      Population.Resident resident,
      Habits habits,
      Population population,
      PictureLook pictures,
      SeedLook seeds,
      Workload workload,
      ExecutorService hands) {
    var itself = new CompletableFuture<Customer>();
    var customer =
        new Customer(
            new PatientClient(resident.instances(), hands, givenUp, log),
            resident.instances(),
            population.discordUsers(),
            history,
            names,
            log,
            resident.isInLine(),
            habits,
            pictures,
            seeds,
            (job, told) -> workload.ended(itself.join(), job, told));
    itself.complete(customer);
    return customer;
  }

  private long breakThings(
      Simulator simulator,
      Workload workload,
      People people,
      Map<Population.Resident, Customer> residents,
      ScheduledExecutorService clock,
      ExecutorService hands) {
    var customers = List.copyOf(residents.values());
    var injector =
        new Injector(new Processes(deployment, proxies, log), log, Alarm.of(clock), hands);
    var zero = System.nanoTime();
    var looks = new AtomicInteger();
    every(
        clock,
        LOOK,
        () -> {
          var look = looks.incrementAndGet();
          customers.forEach(customer -> hands.execute(() -> look(customer, look)));
        });
    every(clock, TELL, () -> tell(zero, customers));
    workload.begin(inProportion(residents), options.jobsPerSecond());
    injector.follow(Schedule.of(options.seed(), options.length(), options.longPauses()));
    people.follow(Diary.of(options.seed(), options.length()));
    var _ = Wait.within(options.length(), () -> false);
    workload.stop();
    people.stop();
    injector.stop();
    simulator.call("DELETE", "/control/faults", null).expectSuccess();
    if (!Wait.within(MENDED, () -> injector.isOver() && people.isOver())) {
      log.trouble("some of what was broken could not be mended within " + MENDED);
    }
    awaitEnds("All jobs", customers);
    return zero;
  }

  private void giveUp(Collection<Customer> customers) {
    lookAgain(customers);
    givenUp.set(true);
    var _ = Wait.within(GIVEN_UP, () -> customers.stream().noneMatch(Customer::isAsking));
  }

  /// Nobody submits more than it can have drawn: otherwise its jobs would wait for longer and
  /// longer.
  private static List<Customer> inProportion(Map<Population.Resident, Customer> residents) {
    return residents.entrySet().stream()
        .flatMap(each -> Collections.nCopies(each.getKey().jobsAtOnce(), each.getValue()).stream())
        .toList();
  }

  private void awaitEnds(String which, List<Customer> customers) {
    var begun = System.nanoTime();
    boolean all;
    int ended;
    do {
      var before = history.told().size();
      ended = before;
      var _ =
          Wait.within(WITHOUT_AN_END, () -> isOver(customers) || history.told().size() > before);
      all = isOver(customers);
    } while (!all && history.told().size() > ended);
    screen.accept(
        "%s %s after %d s"
            .formatted(
                which,
                all && log.troubles().isEmpty() ? "have ended" : "have not ended",
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun)));
  }

  private boolean isOver(List<Customer> customers) {
    return customers.stream().allMatch(Customer::isDone) || !log.troubles().isEmpty();
  }

  /// Looks if all slots are there again, once none is kept for a job that is not known to be over.
  private void lastRound(
      Simulator simulator, LastRound last, Map<Population.Resident, Customer> residents) {
    var _ =
        Wait.within(
            QUARANTINE.plus(AFTER_QUARANTINE),
            () -> history.told().values().stream().noneMatch(Campaign::isInQuarantine));
    simulator.set(Map.of("jobMs", LastRound.LENGTH));
    residents.forEach(last::submit);
    awaitEnds("The jobs that look for leaked slots", List.copyOf(residents.values()));
  }

  private static boolean isInQuarantine(Told told) {
    return keepsItsSlot(told)
        && System.nanoTime() - told.firstSeen() < QUARANTINE.plus(AFTER_QUARANTINE).toNanos();
  }

  private void look(ReadinessLook readiness) {
    try {
      readiness.look();
    } catch (RuntimeException failed) {
      log.trouble("the campaign could not look at accounts", failed);
    }
  }

  private void look(Customer customer, int instance) {
    try {
      customer.look(instance);
    } catch (RuntimeException failed) {
      log.trouble("the campaign could not look at jobs", failed);
    }
  }

  /// Whoever asks again later, and another instance, is told the same.
  private void lookAgain(Collection<Customer> customers) {
    for (int instance = 0; instance < 2; instance++) {
      var asked = new ArrayList<CompletableFuture<Void>>();
      for (var customer : customers) {
        asked.add(customer.lookAtAllAgain(instance));
      }
      CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).join();
    }
  }

  private void tell(long zero, List<Customer> customers) {
    screen.accept(
        "%4d s: %d jobs accepted, %d open, %d faults"
            .formatted(
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - zero),
                history.jobs().size(),
                customers.stream().mapToInt(Customer::openJobs).sum(),
                log.lines().size()));
  }

  private static void every(ScheduledExecutorService clock, Duration pause, Runnable task) {
    var _ =
        clock.scheduleAtFixedRate(task, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static List<Entry> read(Simulator simulator) {
    var all = new ArrayList<Entry>();
    for (var page = simulator.ledger(0);
        !page.isEmpty();
        page = simulator.ledger(page.getLast().seq())) {
      all.addAll(page);
    }
    return all;
  }

  /// A job of which Easel does not know that it is over keeps its slot through its quarantine; one
  /// in whose thread somebody typed, or whose dialog came to nothing, at least until its end is
  /// told.
  private void keptSlots(Collection<Customer> customers) {
    var drawn =
        history.ends().stream()
            .filter(end -> !end.end().equals(History.End.UNANSWERED))
            .map(History.End::tag)
            .collect(Collectors.toSet());
    for (var ended : history.told().entrySet()) {
      var job = history.jobs().get(ended.getKey());
      if (job == null) {
        continue;
      }
      var told = ended.getValue();
      var isInQuarantine = keepsItsSlot(told);
      var isDialogInVain = history.isInDialog(job.tag()) && !drawn.contains(job.tag());
      if (!isInQuarantine
          && !isDialogInVain
          && !history.wasTypedBeside(job.tag(), told.firstSeen())) {
        continue;
      }
      var account =
          customers.stream()
              .map(customer -> customer.ranOn(job.tag()))
              .filter(user -> !user.isEmpty())
              .findFirst()
              .orElse("");
      var from =
          history.attempts().stream()
              .filter(attempt -> attempt.tag().equals(job.tag()))
              .mapToLong(History.Attempt::at)
              .findFirst()
              .orElse(job.accepted());
      var until = told.firstSeen() + (isInQuarantine ? QUARANTINE.toNanos() : 0);
      history.held(new Held(job.tag(), account, from, until));
    }
  }

  private static boolean keepsItsSlot(Told told) {
    return !told.status().equals("DONE")
        && !Boolean.FALSE.equals(told.sent())
        && (told.why().startsWith("NO_ANSWER") || told.why().startsWith("TIMEOUT"));
  }
}
