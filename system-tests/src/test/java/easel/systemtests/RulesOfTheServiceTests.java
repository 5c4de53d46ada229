package easel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import easel.systemtests.Service.Customer;
import easel.systemtests.promise.FirstComeFirstServed;
import easel.systemtests.promise.History.Turn;
import easel.systemtests.promise.InTurn;
import easel.systemtests.promise.MachineTime;
import easel.systemtests.promise.NeverIdle;
import easel.systemtests.promise.NeverOverTheLimit;
import easel.systemtests.promise.NothingLost;
import easel.systemtests.promise.NothingTwice;
import easel.systemtests.promise.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The rules of the service, read off Discord's side of the wire while nothing is broken.
@ExtendWith(TwoOfEach.class)
class RulesOfTheServiceTests {
  private static final Duration HANDED_OVER = Duration.ofSeconds(3);
  private static final Duration IDLE = Duration.ofSeconds(10);
  // From one send to the next: an end, a freed place, a choice, a hand-over, a claim.
  private static final int STEPS = 5;
  private static final Duration PACE = Duration.ofSeconds(3);
  private static final Duration ONE_AFTER_ANOTHER = Duration.ofMillis(750);
  private static final int JOBS_EACH = 50;

  private final Random random = new Random(20261124);

  @Test
  void fortyCustomersOnSixtyAccountsSubmitTwoThousandJobs(Deployment easel) throws Exception {
    // given customers of all four plans, on their own and on shared accounts with limits 1 to 12
    easel.simulator().set(Map.of("jobMs", Map.of("min", 4000, "max", 8000), "waitingMs", 50));
    var service = new Service(easel);
    var limits = new ArrayList<Integer>();
    for (int i = 0; i < 60; i++) {
      limits.add(i % 12 + 1);
    }
    var next = limits.iterator();
    for (int i = 0; i < 10; i++) {
      service.linkShared(next.next());
    }
    var customers = new ArrayList<Customer>();
    for (var plan : List.of("TRIAL", "STANDARD", "PRO", "DEDICATED")) {
      for (int i = 0; i < 10; i++) {
        var customer = service.customer(plan);
        for (int own = accountsOf(plan, i); own > 0; own--) {
          customer.link(next.next());
        }
        customers.add(customer);
      }
    }
    assertThat(next.hasNext()).isFalse();
    service.awaitReady(customers);
    var leaver = customers.get(29);
    for (var customer : customers) {
      customer.rules(customer == leaver ? Turn.CHANGED : turnOf(customer));
    }

    // when all submit, limits change, jobs are cancelled and an account is unlinked
    MachineTime time;
    try (var beats = Beats.start();
        var clock = Executors.newScheduledThreadPool(customers.size() + 1)) {
      var changes =
          clock.scheduleAtFixedRate(
              () -> changeALimit(service, customers), 0, 200, TimeUnit.MILLISECONDS);
      var submissions = new ArrayList<CompletableFuture<Void>>();
      for (var customer : customers) {
        var after = ONE_AFTER_ANOTHER.multipliedBy(submissions.size());
        submissions.add(submitAll(clock, customer, after, customer == leaver));
      }
      for (var submission : submissions) {
        submission.get();
      }
      assertThat(changes.isDone()).as("a change of a limit failed").isFalse();
      changes.cancel(false);
      for (var customer : customers) {
        customer.awaitEnds(Duration.ofMinutes(3));
      }
      time = beats.time();
    }
    service.witness.tell(service.history);

    // then every promise held
    report(service, time);
    var slowest = service.slowestAnswer();
    var step = longer(time.longest(HANDED_OVER), slowest);
    Promise.verify(
        service.history,
        List.of(
            new NothingLost(),
            new NothingTwice(),
            new NeverOverTheLimit(step),
            new FirstComeFirstServed(),
            new InTurn(step),
            new NeverIdle(longer(time.longest(IDLE), slowest.multipliedBy(STEPS)))));
  }

  @Test
  void onAQuietSystemAStandardQueueTakesItsAccountsInTurn(Deployment easel) {
    // given a customer with three accounts
    easel.simulator().set(Map.of("jobMs", 200, "waitingMs", 20));
    var service = new Service(easel);
    var customer = service.customer("STANDARD");
    for (int i = 0; i < 3; i++) {
      customer.link(2);
    }
    service.awaitReady(List.of(customer));
    customer.rules(Turn.AT_HAND_OVER);

    // when jobs come one by one, so that no account is ever full
    for (int i = 0; i < 9; i++) {
      customer.submit();
      customer.awaitEnds(Duration.ofSeconds(30));
    }

    // then each goes to the account that was used longest ago, with no hindsight allowed
    service.witness.tell(service.history);
    Promise.verify(
        service.history,
        List.of(
            new NothingLost(),
            new NothingTwice(),
            new InTurn(Duration.ofMillis(100)),
            new NeverIdle(Duration.ofSeconds(3))));
  }

  private static int accountsOf(String plan, int number) {
    return switch (plan) {
      case "TRIAL" -> number < 8 ? 0 : 2;
      case "STANDARD" -> number < 5 ? 0 : 2;
      // 18 each, from one to three accounts
      case "PRO", "DEDICATED" -> number == 9 ? 3 : number < 3 ? 1 : 2;
      default -> throw new IllegalArgumentException(plan);
    };
  }

  private static Turn turnOf(Customer customer) {
    return customer.isPerAccount() ? Turn.AT_ACCEPTANCE : Turn.AT_HAND_OVER;
  }

  /// Submits at a steady pace: all 2,000 at once are more than ten processes on two cores can
  /// carry, and a slot that stays free for want of CPU tells nothing of the rules. For the same
  /// reason customers begin one after another: what was only just started is slow at first.
  private static CompletableFuture<Void> submitAll(
      ScheduledExecutorService clock, Customer customer, Duration after, boolean unlinks) {
    var all = new CompletableFuture<Void>();
    var submitted = new AtomicInteger();
    var pace =
        clock.scheduleAtFixedRate(
            () -> {
              try {
                submitNext(customer, submitted.get(), unlinks);
              } catch (RuntimeException | Error failed) {
                all.completeExceptionally(failed);
                throw failed;
              }
              if (submitted.incrementAndGet() == JOBS_EACH) {
                all.complete(null);
              }
            },
            after.toMillis(),
            PACE.toMillis(),
            TimeUnit.MILLISECONDS);
    return all.whenComplete((_, _) -> pace.cancel(false));
  }

  private static void submitNext(Customer customer, int number, boolean unlinks) {
    if (number >= JOBS_EACH) {
      return;
    }
    var tag = customer.submit();
    if (number % 25 == 13) {
      customer.cancel(tag);
    }
    if (unlinks && number == JOBS_EACH / 2) {
      customer.unlink(customer.accounts.getLast());
    }
  }

  private void changeALimit(Service service, List<Customer> customers) {
    var changed =
        customers.stream().filter(customer -> customer.accounts.size() == 2).limit(12).toList();
    var customer = changed.get(random.nextInt(changed.size()));
    service.changeLimit(customer, customer.accounts.getFirst(), 1 + random.nextInt(3));
  }

  // A machine on which one answer took long is given as long for everything else.
  private static Duration longer(Duration usual, Duration asLongAs) {
    return usual.compareTo(asLongAs) > 0 ? usual : asLongAs;
  }

  private static void report(Service service, MachineTime time) {
    var idle =
        NeverIdle.spans(service.history).stream()
            .map(span -> span.length().toMillis())
            .sorted()
            .toList();
    System.out.printf(
        "idle slot beside a waiting job: %d spans, median %d ms, longest %d ms; slowest answer %d ms; the machine did not have %d ms, what takes %d ms took at most %d%n",
        idle.size(),
        idle.isEmpty() ? 0 : idle.get(idle.size() / 2),
        idle.isEmpty() ? 0 : idle.getLast(),
        service.slowestAnswer().toMillis(),
        time.lost().toMillis(),
        IDLE.toMillis(),
        time.longest(IDLE).toMillis());
  }
}
