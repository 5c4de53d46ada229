package easel.systemtests;

import easel.systemtests.Service.Customer;
import easel.systemtests.promise.FirstComeFirstServed;
import easel.systemtests.promise.History.Turn;
import easel.systemtests.promise.NeverOverTheLimit;
import easel.systemtests.promise.NothingLost;
import easel.systemtests.promise.NothingTwice;
import easel.systemtests.promise.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `kill -9` of a process in the middle of a run: the run still ends, with nothing lost.
@ExtendWith(TwoOfEach.class)
class KilledProcessesTests {
  private static final int ACCOUNTS = 6;
  private static final int JOBS_EACH = 30;

  @Test
  void aKilledDispatcherLosesNothing(Deployment easel) {
    survives(easel, List.of("dispatcher-1"));
  }

  @Test
  void aKilledWorkerLosesNothing(Deployment easel) {
    survives(easel, List.of("worker-1"));
  }

  @Test
  void aKilledApiLosesNothing(Deployment easel) {
    survives(easel, List.of("api-1"));
  }

  private static void survives(Deployment easel, List<String> killed) {
    // given accounts with waiting jobs
    easel.simulator().set(Map.of("jobMs", Map.of("min", 500, "max", 1500), "waitingMs", 50));
    var service = new Service(easel);
    var customers = new ArrayList<Customer>();
    for (int i = 0; i < ACCOUNTS; i++) {
      var customer = service.customer("PRO");
      customer.link(2);
      customers.add(customer);
    }
    service.awaitReady(customers);
    customers.forEach(customer -> customer.rules(Turn.AT_ACCEPTANCE));
    for (int i = 0; i < JOBS_EACH; i++) {
      customers.forEach(Customer::submit);
    }

    // when processes are killed while jobs are being sent and run
    killed.forEach(easel::kill);
    for (var customer : customers) {
      customer.awaitEnds(Duration.ofMinutes(2));
    }

    // then
    service.witness.tell(service.history);
    Promise.verify(
        service.history,
        List.of(
            new NothingLost(),
            new NothingTwice(),
            new NeverOverTheLimit(Duration.ZERO),
            new FirstComeFirstServed()));
  }
}
