package easel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import easel.systemtests.Service.Customer;
import easel.systemtests.promise.FirstComeFirstServed;
import easel.systemtests.promise.History.Turn;
import easel.systemtests.promise.NeverIdle;
import easel.systemtests.promise.NeverOverTheLimit;
import easel.systemtests.promise.NothingLost;
import easel.systemtests.promise.NothingTwice;
import easel.systemtests.promise.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Each process of the services is stopped by SIGTERM and started again, one after another, while
/// customers submit and look: nothing is lost, nothing repeated, and no request that reached an
/// instance is left without its answer.
@ExtendWith(TwoOfEach.class)
class RollingRestartTests {
  private static final Duration DRAINED = Duration.ofSeconds(15);
  private static final int CUSTOMERS = 4;
  private static final long PACE_MILLIS = 500;

  @Test
  void losesRepeatsAndRefusesNothing(Deployment easel) {
    // given customers who submit and look all the time
    easel.simulator().set(Map.of("jobMs", Map.of("min", 300, "max", 1200), "waitingMs", 30));
    var service = new Service(easel);
    var customers = new ArrayList<Customer>();
    for (int i = 0; i < CUSTOMERS; i++) {
      var customer = service.customer("PRO");
      customer.link(2);
      customers.add(customer);
    }
    service.awaitReady(customers);
    customers.forEach(customer -> customer.rules(Turn.AT_ACCEPTANCE));
    var looks = new AtomicInteger();
    var failure = new CompletableFuture<Void>();
    try (var clock = Executors.newScheduledThreadPool(CUSTOMERS)) {
      for (var customer : customers) {
        var _ =
            clock.scheduleAtFixedRate(
                () -> {
                  try {
                    var tag = customer.submit();
                    looks.incrementAndGet();
                    customer.look(tag).expect(200);
                  } catch (RuntimeException | Error failed) {
                    failure.completeExceptionally(failed);
                    throw failed;
                  }
                },
                0,
                PACE_MILLIS,
                TimeUnit.MILLISECONDS);
      }

      // when every process is restarted in turn, each within its deadline
      Stream.of("api", "dispatcher", "worker")
          .flatMap(role -> easel.names(role).stream())
          .forEach(
              name -> {
                easel.terminate(name, DRAINED);
                easel.restart(name);
              });
    }

    // then every request was answered as if nothing had happened
    assertThat(failure).as("a request that failed").isNotCompletedExceptionally();
    assertThat(service.unavailable).as("answers of 503").hasValue(0);
    assertThat(looks).hasValueGreaterThan(100);
    for (var customer : customers) {
      customer.awaitEnds(Duration.ofMinutes(1));
    }
    service.witness.tell(service.history);
    Promise.verify(
        service.history,
        List.of(
            new NothingLost(),
            new NothingTwice(),
            new NeverOverTheLimit(Duration.ZERO),
            new FirstComeFirstServed(),
            new NeverIdle(Duration.ofSeconds(10))));
  }
}
