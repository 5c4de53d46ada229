package easel.api.instance;

import static java.util.Comparator.comparingLong;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import easel.api.directory.Dispatchers;
import easel.api.instance.InstanceRows.Api;
import easel.api.instance.InstanceRows.Linked;
import easel.api.instance.WorkerRows.Partition;
import easel.api.instance.WorkerRows.Worker;
import easel.api.page.Moment;
import easel.api.page.Page;
import easel.common.id.PoolId;
import easel.common.partition.Partitions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/// The operator's page of instances: only what they themselves say, or compute from the same.
@Page
class InstancePages {
  // What beats more often than this is well; each service beats each second or, the api, each five.
  private static final Duration LATE = Duration.ofSeconds(5);

  private static final int NAMED = 20;

  record ApiView(String name, Moment startedAt, String beat, boolean late, boolean self) {}

  /// @param queues that it looks at
  record DispatcherView(String name, String beat, boolean late, String partitions, long queues) {}

  /// @param accounts how many are linked and in its partitions
  /// @param named the first of them
  record WorkerView(
      String name,
      String beat,
      boolean late,
      String partitions,
      int accounts,
      long usable,
      List<AccountView> named) {
    public int unnamed() {
      return accounts - named.size();
    }
  }

  /// @param owner the name of its customer; null for a shared one
  /// @param link to its page, or else to that of its customer
  record AccountView(String label, @Nullable String owner, String link) {
    static AccountView of(Linked account) {
      return new AccountView(
          account.label(),
          account.customerName(),
          account.customer() == null
              ? "/operator/accounts/" + account.id()
              : "/operator/customers/" + account.customer());
    }
  }

  private final InstanceRows rows;
  private final WorkerRows workers;
  private final Dispatchers dispatchers;
  private final Presence presence;

  InstancePages(InstanceRows rows, WorkerRows workers, Dispatchers dispatchers, Presence presence) {
    this.rows = rows;
    this.workers = workers;
    this.dispatchers = dispatchers;
    this.presence = presence;
  }

  @GetMapping("/operator/instances")
  String instances(Model model) {
    var now = rows.now();
    model.addAttribute("apis", rows.apis().stream().map(api -> view(api, now)).toList());
    var beats = dispatchers.beats();
    model.addAttribute("redisAnswers", beats.isPresent());
    model.addAttribute("dispatchers", beats.map(this::dispatchers).orElse(List.of()));
    var readable = workers.areReadable();
    model.addAttribute("workersKnown", readable);
    if (readable) {
      addWorkers(now, model);
    }
    return "instances/list";
  }

  private ApiView view(Api api, Instant now) {
    var age = Duration.between(api.beatAt(), now);
    return new ApiView(
        api.name(),
        Moment.of(api.startedAt()),
        told(age),
        age.compareTo(Presence.BEAT.plus(LATE)) > 0,
        api.name().equals(presence.name()));
  }

  private List<DispatcherView> dispatchers(Map<String, Duration> beats) {
    var queues =
        rows.pools().stream()
            .collect(
                groupingBy(pool -> Partitions.ofPool(new PoolId(pool)), Collectors.counting()));
    return beats.entrySet().stream()
        .map(
            beat -> {
              var owned = Partitions.ownedBy(beat.getKey(), beats.keySet());
              return new DispatcherView(
                  beat.getKey(),
                  told(beat.getValue()),
                  beat.getValue().compareTo(LATE) > 0,
                  told(owned),
                  owned.stream().mapToLong(it -> queues.getOrDefault(it, 0L)).sum());
            })
        .toList();
  }

  private void addWorkers(Instant now, Model model) {
    var partitions = workers.partitions();
    var accounts =
        rows.linked().stream()
            .collect(groupingBy(it -> Partitions.ofDiscordUser(it.discordUser())));
    var served = partitions.stream().filter(it -> it.owner() != null && it.leased()).toList();
    model.addAttribute(
        "workers", workers.workers().stream().map(it -> view(it, served, accounts, now)).toList());
    var numbers = served.stream().map(Partition::number).collect(Collectors.toSet());
    var unserved =
        IntStream.range(0, Partitions.COUNT).boxed().filter(it -> !numbers.contains(it)).toList();
    model.addAttribute("unserved", told(unserved));
    model.addAttribute("unservedAccounts", in(unserved, accounts).size());
  }

  private static WorkerView view(
      Worker worker, List<Partition> served, Map<Integer, List<Linked>> accounts, Instant now) {
    var age = Duration.between(worker.beatAt(), now);
    var own =
        served.stream()
            .filter(it -> worker.name().equals(it.owner()))
            .map(Partition::number)
            .toList();
    var linked = in(own, accounts);
    return new WorkerView(
        worker.name(),
        told(age),
        age.compareTo(LATE) > 0,
        told(own),
        linked.size(),
        linked.stream().filter(Linked::usable).count(),
        linked.stream().limit(NAMED).map(AccountView::of).toList());
  }

  private static List<Linked> in(
      Collection<Integer> partitions, Map<Integer, List<Linked>> accounts) {
    return partitions.stream()
        .flatMap(it -> accounts.getOrDefault(it, List.of()).stream())
        .sorted(comparingLong(Linked::id))
        .toList();
  }

  private static String told(Collection<Integer> partitions) {
    return partitions.stream().sorted().map(String::valueOf).collect(joining(", "));
  }

  private static String told(Duration age) {
    return age.toSeconds() < 60
        ? "%d s ago".formatted(Math.max(0, age.toSeconds()))
        : "%d min ago".formatted(age.toMinutes());
  }
}
