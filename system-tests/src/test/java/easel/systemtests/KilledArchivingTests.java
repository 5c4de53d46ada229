package easel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.systemtests.EaselClient.Account;
import easel.systemtests.Simulator.Entry;
import easel.systemtests.promise.NothingLost;
import easel.systemtests.promise.NothingTwice;
import easel.systemtests.promise.OneEnd;
import easel.systemtests.promise.RightPicture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `kill -9` of a worker while it archives a thread: the next one finishes that, no job loses the
/// thread that it runs in, and nobody else's threads are touched.
@ExtendWith(TwoOfEach.class)
class KilledArchivingTests {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Deployment easel;
  private final Simulator simulator;
  private final Owners owners;

  // The account whose threads are archived, and another in the same server.
  private final Studio studio;
  private final Studio neighbour;
  private final Account account;
  private final Set<String> own;
  private final Set<String> neighbours;
  private final long from;

  KilledArchivingTests(Deployment easel) {
    this.easel = easel;
    this.simulator = easel.simulator();
    this.owners = new Owners(easel);
    owners.awaitSettled();
    this.studio = new Studio(easel, "PRO");
    this.account = studio.link(3);
    this.own = awaitActive(3);
    this.neighbour = new Studio(easel, "PRO");
    neighbour.link(2, simulator.createChannel(studio.server));
    this.neighbours = without(awaitActive(5), own);
    this.from = simulator.lastOfLedger();
  }

  @BeforeEach
  void shortJobs() {
    simulator.set(Map.of("jobMs", 600, "waitingMs", 30, "upscaleMs", 200));
  }

  @Test
  void anAccountThatWasUnlinkedLosesItsThreadsToTheNextOwnerOnceItsJobsHaveEnded() {
    // given jobs in two of its three threads
    var jobs = run(2);
    var busy = busy(2);
    var idle = only(without(own, busy));
    hangArchivingOf(idle);

    // when it is unlinked, and its worker dies while it archives the third
    studio.instances.getFirst().unlink(account.id()).expectSuccess();
    killWhileArchiving(idle);

    // then the next owner archives that one alone, for as long as the jobs run
    awaitThread(idle, "ARCHIVED");
    staysActive(busy);
    simulator.release(Map.of());
    jobs.forEach(studio::done);
    await("all are archived").atMost(PATIENCE).until(() -> active().equals(neighbours));
    nobodyLostAThread();
  }

  @Test
  void aLoweredLimitIsCompliedWithByTheNextOwner() {
    // given jobs in two of its three threads
    var jobs = run(2);
    var busy = busy(2);
    var idle = only(without(own, busy));
    hangArchivingOf(idle);

    // when it may run but one, and its worker dies while it archives the third thread
    studio.instances.getFirst().setConcurrency(account.id(), 1);
    var waiting = studio.imagine();
    killWhileArchiving(idle);

    // then the next owner archives that one, and another once nothing runs there
    awaitThread(idle, "ARCHIVED");
    staysActive(busy);
    simulator.release(Map.of());
    jobs.forEach(studio::done);
    studio.done(waiting);
    await("one thread is left")
        .atMost(PATIENCE)
        .until(() -> without(active(), neighbours).size() == 1);
    nobodyLostAThread();
  }

  @Test
  void inAFullServerTheNextOwnerMakesRoomForAPress() {
    // given a picture in a thread that is archived, in a server that has no room for it
    var grids = run(3);
    busy(3);
    simulator.release(Map.of());
    grids.forEach(studio::done);
    var threads = threadsOf(grids);
    studio.instances.getFirst().setConcurrency(account.id(), 2);
    await("one is archived").atMost(PATIENCE).until(() -> active().size() == 4);
    var asleep = only(without(own, active()));
    simulator.set(Map.of("activeThreadsLimit", 4));
    // and a job that runs in one of the two others
    var word = Studio.word();
    simulator.hold(Map.of("promptContains", word));
    var running = studio.imagine(word, "a tin robot " + word);
    var busy = busy(1);
    var idle = only(without(without(own, busy), Set.of(asleep)));
    hangArchivingOf(idle);

    // when a button of the picture is pressed, and the worker dies while it makes room
    var press = studio.press(String.valueOf(threads.get(asleep)), "U1");
    killWhileArchiving(idle);

    // then the next owner makes room, and presses it once
    studio.done(press);
    awaitThread(idle, "ARCHIVED");
    awaitThread(asleep, "WOKEN");
    staysActive(busy);
    simulator.release(Map.of());
    studio.done(running);
    nobodyLostAThread();
  }

  /// So many jobs that run until they are let finish.
  private List<String> run(int jobs) {
    simulator.hold(Map.of("account", studio.userOf(account).userId()));
    return Stream.generate(() -> studio.imagine()).limit(jobs).toList();
  }

  /// The threads in which so many jobs run.
  private Set<String> busy(int jobs) {
    await(jobs + " jobs run").atMost(PATIENCE).until(() -> running().size() == jobs);
    return Set.copyOf(running().values());
  }

  /// The threads of the jobs that run.
  private Map<String, String> running() {
    var running = new HashMap<String, String>();
    for (var entry : studio.ledger()) {
      if (entry.is("JOB_RUNNING")) {
        running.put(entry.job(), entry.channel());
      } else if (entry.is("JOB_ENDED")) {
        running.remove(entry.job());
      }
    }
    return running;
  }

  /// The jobs by the threads in which their pictures are.
  private Map<String, String> threadsOf(List<String> jobs) {
    return jobs.stream().collect(Collectors.toMap(this::threadOf, job -> job));
  }

  private String threadOf(String job) {
    var word = job.substring(0, job.indexOf('-'));
    return studio.ledger().stream()
        .filter(entry -> entry.is("JOB_ENDED") && entry.prompt().contains(word))
        .map(Entry::channel)
        .findFirst()
        .orElseThrow();
  }

  private void hangArchivingOf(String thread) {
    simulator.fault(Map.of("on", "rest", "kind", "hang", "call", "PATCH /channels/" + thread));
  }

  /// Kills the worker of the account once it has asked for a thread to be archived and has no
  /// answer yet, and returns once another serves the account.
  private void killWhileArchiving(String thread) {
    await("it is being archived")
        .atMost(PATIENCE)
        .until(
            () ->
                simulator.ledgerSince(from).stream()
                    .filter(entry -> entry.is("FAULT"))
                    .map(entry -> entry.all().getOrDefault("detail", ""))
                    .anyMatch(call -> call.endsWith("/channels/" + thread)));
    var user = studio.userOf(account);
    var worker = owners.of(user);
    easel.kill(worker);
    owners.awaitOtherThan(worker, user);
  }

  private void awaitThread(String thread, String outcome) {
    await("thread %s %s".formatted(thread, outcome))
        .atMost(PATIENCE)
        .until(
            () ->
                happened().stream()
                    .filter(entry -> entry.channel().equals(thread))
                    .anyMatch(entry -> entry.is("THREAD") && entry.outcome().equals(outcome)));
  }

  private void staysActive(Set<String> threads) {
    await("threads in which jobs run stay active")
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(30))
        .until(() -> active().containsAll(threads));
  }

  /// Reads off the ledger that no thread was archived under a job, and none of the neighbour's, and
  /// that the jobs of both went well.
  private void nobodyLostAThread() {
    var open = new HashMap<String, String>();
    var archived = new ArrayList<String>();
    for (var entry : happened()) {
      if (entry.is("JOB_RUNNING")) {
        open.put(entry.job(), entry.channel());
      } else if (entry.is("JOB_ENDED")) {
        open.remove(entry.job());
      } else if (entry.is("THREAD") && entry.outcome().equals("ARCHIVED")) {
        assertThat(open.values()).as("threads of jobs").doesNotContain(entry.channel());
        archived.add(entry.channel());
      }
    }
    assertThat(archived).as("threads that were archived").isNotEmpty().isSubsetOf(own);
    neighbour.done(neighbour.imagine());
    for (var each : List.of(studio, neighbour)) {
      each.verify(new NothingLost(), new OneEnd(), new NothingTwice(), new RightPicture());
    }
  }

  /// What Discord saw in the threads of both since they were made.
  private List<Entry> happened() {
    var channels = List.of(studio.channels.getFirst().id(), neighbour.channels.getFirst().id());
    return simulator.ledgerSince(from).stream()
        .filter(entry -> channels.contains(entry.parent()))
        .toList();
  }

  private Set<String> active() {
    return simulator.activeThreads(studio.server);
  }

  private Set<String> awaitActive(int count) {
    return await("%d active threads".formatted(count))
        .atMost(PATIENCE)
        .until(this::active, active -> active.size() == count);
  }

  private static Set<String> without(Set<String> threads, Set<String> others) {
    var rest = new HashSet<>(threads);
    rest.removeAll(others);
    return rest;
  }

  private static String only(Set<String> threads) {
    assertThat(threads).hasSize(1);
    return threads.iterator().next();
  }
}
