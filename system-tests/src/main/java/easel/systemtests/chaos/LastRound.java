package easel.systemtests.chaos;

import easel.systemtests.promise.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// When all is whole again and every job has ended: as many jobs for each account with a queue of
/// its own as it has slots, and for each other queue as many as it may run. All of a group must run
/// at once.
final class LastRound {
  /// How long Midjourney takes for each job, in ms.
  static final Map<String, Integer> LENGTH = Map.of("min", 12_000, "max", 13_000);

  private static final String NAME = "full";

  private final History history;
  private final List<List<String>> groups = new ArrayList<>();
  private int number;

  LastRound(History history) {
    this.history = history;
  }

  /// Whether a job of that name is of this round.
  static boolean isOf(String job) {
    return job.startsWith(NAME);
  }

  /// Submits a customer's part.
  void submit(Population.Resident resident, Customer customer) {
    if (resident.hasAQueueForEachAccount()) {
      resident
          .homes()
          .forEach(
              home ->
                  group(
                      history.limitNow(home.discordUser()),
                      (job, prompt) -> customer.imagineOn(home.link(), job, prompt)));
    } else {
      group(places(resident), (job, prompt) -> customer.imagine(job, job, prompt));
    }
  }

  /// As many as its queue may run, if its own accounts have places for them; shared ones do.
  private int places(Population.Resident resident) {
    var own = resident.homes().mapToInt(home -> history.limitNow(home.discordUser())).sum();
    return own == 0 ? Population.QUEUE_LIMIT : Math.min(own, Population.QUEUE_LIMIT);
  }

  private void group(int size, BiConsumer<String, String> submit) {
    var group = new ArrayList<String>();
    for (int i = 0; i < size; i++) {
      var job = NAME + "%05d".formatted(++number);
      group.add(job);
      submit.accept(job, "a full house %s".formatted(job));
    }
    groups.add(group);
  }

  /// The jobs that must have run at the same time.
  List<List<String>> groups() {
    return List.copyOf(groups);
  }
}
