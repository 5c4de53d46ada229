package easel.systemtests.chaos;

import easel.systemtests.Deployment;
import easel.systemtests.EaselClient;
import easel.systemtests.EaselClient.Account;
import easel.systemtests.EaselClient.Link;
import easel.systemtests.Simulator;
import easel.systemtests.promise.History;
import easel.systemtests.promise.History.Queue;
import easel.systemtests.promise.History.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Twelve customers of all four plans on twenty accounts with limits 1 to 4, four of them shared.
final class Population {
  private static final Duration PATIENCE = Duration.ofSeconds(6);
  private static final Duration READY = Duration.ofMinutes(2);

  /// The most jobs at once of a customer with one queue; each has at least as many slots.
  static final int QUEUE_LIMIT = 2;

  /// Accounts with more are subscribed to a plan of Midjourney's that draws more.
  private static final int SMALL = 3;

  private static final int UNLIMITED = 1_000_000;

  private static final List<String> BUTTON_SETS = List.of("v7", "v5", "v8");

  /// One that is shared, one of customers who unlink theirs, one of each dialect that neither does.
  private static final int OF_SO_MANY_HEARD = 4;

  /// Of these: one of each dialect.
  private static final Set<Integer> REMIXING = Set.of(7, 15);

  /// A plan and the limits of the accounts that such a customer links.
  ///
  /// @param relinks whether it unlinks them now and then, and links them again
  /// @param inLine whether it waits for each answer before it submits again
  private record Wish(String plan, List<Integer> limits, boolean relinks, boolean inLine) {
    Wish(String plan, List<Integer> limits) {
      this(plan, limits, false, true);
    }

    static Wish relinking(String plan, List<Integer> limits) {
      return new Wish(plan, limits, true, true);
    }

    static Wish overlapping(String plan, List<Integer> limits) {
      return new Wish(plan, limits, false, false);
    }

    boolean hasAQueueForEachAccount() {
      return plan.equals("PRO") || plan.equals("DEDICATED");
    }

    int jobsAtOnce() {
      return hasAQueueForEachAccount() ? limits.size() * Collections.min(limits) : QUEUE_LIMIT;
    }
  }

  private static final List<Integer> SHARED = List.of(1, 2, 3, 4);
  private static final Wish ALONE = new Wish("PRO", List.of(2));
  private static final Wish ALONE_AND_LARGE = new Wish("PRO", List.of(SMALL + 1));
  private static final List<Wish> WISHES =
      List.of(
          new Wish("TRIAL", List.of()),
          new Wish("TRIAL", List.of()),
          new Wish("TRIAL", List.of(2)),
          Wish.overlapping("STANDARD", List.of()),
          Wish.relinking("STANDARD", List.of(1, 2)),
          new Wish("STANDARD", List.of(3, 1)),
          ALONE,
          Wish.relinking("PRO", List.of(3, 1)),
          new Wish("PRO", List.of(2, 4)),
          new Wish("DEDICATED", List.of(1)),
          Wish.overlapping("DEDICATED", List.of(2, 3)),
          new Wish("DEDICATED", List.of(1, 2, 4)));

  /// A customer.
  static final class Resident {
    private final String customer;
    private final Wish wish;
    private final List<EaselClient> instances;
    private final List<String> queues = new ArrayList<>();
    private final List<Home> homes = new CopyOnWriteArrayList<>();

    private Resident(String customer, Wish wish, List<EaselClient> instances) {
      this.customer = customer;
      this.wish = wish;
      this.instances = instances;
    }

    /// Its way to each api instance.
    List<EaselClient> instances() {
      return instances;
    }

    /// Its accounts as they are linked now.
    Stream<Home> homes() {
      return homes.stream();
    }

    /// Those that it has from the start.
    List<String> queues() {
      return List.copyOf(queues);
    }

    boolean hasAQueueForEachAccount() {
      return wish.hasAQueueForEachAccount();
    }

    /// How many of its jobs can always run at once, though its accounts are used in turn.
    int jobsAtOnce() {
      return wish.jobsAtOnce();
    }

    boolean relinks() {
      return wish.relinks();
    }

    /// A word for it that no other has.
    String name() {
      return customer;
    }

    /// The queue of its jobs.
    ///
    /// @param account Easel's number of the job's account; empty if it is not known yet
    String queueOf(String account) {
      return hasAQueueForEachAccount() && !account.isEmpty() ? "account-" + account : customer;
    }

    boolean isInLine() {
      return wish.inLine();
    }
  }

  /// A linked account of a customer.
  ///
  /// @param link Easel's number of it
  record Home(Resident owner, long link, Simulator.Account user, Simulator.Channel channel) {
    String discordUser() {
      return user.userId();
    }

    /// The limit that this account gets where a small one gets that one: a large one always keeps
    /// more.
    int limit(int ofSmall) {
      return isSmall(user.plan()) ? ofSmall : ofSmall + 1;
    }
  }

  private final List<EaselClient> operators;
  private final Simulator simulator;
  private final History history;
  private final boolean varied;
  private final Set<String> heard = new HashSet<>();
  private final Set<String> remixing = new HashSet<>();
  private final Map<Long, String> discordUsers = new ConcurrentHashMap<>();

  private int accounts;

  /// @param varied whether accounts show the buttons of different versions of Midjourney's, some
  ///   have the second ear, and one customer has one of limit 4 alone, so that four of its jobs are
  ///   wanted there at once
  Population(Deployment deployment, History history, boolean varied) {
    this.varied = varied;
    this.operators = deployment.names("api").stream().map(deployment::operator).toList();
    this.simulator = deployment.simulator();
    this.history = history;
  }

  /// Makes all of them and returns when every account can take jobs.
  List<Resident> settle() {
    var shared = new HashSet<String>();
    for (var limit : SHARED) {
      var user = account(limit);
      link(user, simulator.createChannel(), limit, operators.getFirst()::linkShared);
      shared.add(user.userId());
    }
    var residents = new ArrayList<Resident>();
    for (var wish : WISHES) {
      residents.add(settle(varied && wish.equals(ALONE) ? ALONE_AND_LARGE : wish, shared));
    }
    for (var resident : residents) {
      resident
          .homes()
          .forEach(
              home ->
                  Wait.until(
                      "account %d is ready".formatted(home.link()),
                      READY,
                      () ->
                          resident
                              .instances()
                              .getFirst()
                              .account(home.link())
                              .status()
                              .equals("READY")));
    }
    Wait.until("shared accounts are ready", READY, this::sharedAreReady);
    return residents;
  }

  /// The Discord user of each account that is or was linked; it grows.
  Map<Long, String> discordUsers() {
    return Collections.unmodifiableMap(discordUsers);
  }

  /// What links an account again that was unlinked.
  Link wishToLink(Home home, String label) {
    return new Link(
        label,
        home.channel().guildId(),
        home.channel().id(),
        home.user().token(),
        null,
        home.user().plan(),
        history.limitNow(home.discordUser()),
        heard.contains(home.discordUser()),
        remixing.contains(home.discordUser()));
  }

  /// An account is linked again, under another number.
  void movedTo(Home home, long link) {
    var owner = home.owner();
    discordUsers.put(link, home.discordUser());
    owner.homes.remove(home);
    owner.homes.add(new Home(owner, link, home.user(), home.channel()));
    if (owner.wish.hasAQueueForEachAccount()) {
      history.queue(ofAccount(owner, link, home.discordUser()));
    }
  }

  private Resident settle(Wish wish, Set<String> shared) {
    var operator = operators.getFirst();
    var made = operator.createCustomer(wish.plan().toLowerCase(Locale.ROOT), wish.plan());
    var resident =
        new Resident(
            "customer-" + made.id(),
            wish,
            operators.stream()
                .map(instance -> instance.as(made.apiKey()).patientFor(PATIENCE))
                .toList());
    var customer = operator.as(made.apiKey());
    for (var limit : wish.limits()) {
      var user = account(limit);
      var channel = simulator.createChannel();
      var account = link(user, channel, limit, customer::link);
      resident.homes.add(new Home(resident, account.id(), user, channel));
    }
    rules(resident, shared);
    return resident;
  }

  private void rules(Resident resident, Set<String> shared) {
    if (resident.wish.hasAQueueForEachAccount()) {
      resident
          .homes()
          .map(home -> ofAccount(resident, home.link(), home.discordUser()))
          .forEach(
              queue -> {
                history.queue(queue);
                resident.queues.add(queue.id());
              });
      return;
    }
    var users = users(resident);
    history.queue(
        new Queue(
            resident.customer,
            resident.customer,
            users.isEmpty() ? shared : users,
            QUEUE_LIMIT,
            resident.relinks() ? Turn.CHANGED : Turn.AT_HAND_OVER));
    resident.queues.add(resident.customer);
  }

  /// Where accounts change, any of the customer's may serve the queue of one that is gone.
  private static Queue ofAccount(Resident owner, long link, String user) {
    return new Queue(
        "account-" + link,
        owner.customer,
        owner.relinks() ? users(owner) : Set.of(user),
        UNLIMITED,
        owner.relinks() ? Turn.CHANGED : Turn.AT_ACCEPTANCE);
  }

  private static Set<String> users(Resident resident) {
    return resident.homes().map(Home::discordUser).collect(Collectors.toSet());
  }

  private boolean sharedAreReady() {
    return operators
        .getFirst()
        .get("/admin/accounts")
        .expect(200)
        .required("items")
        .valueStream()
        .allMatch(account -> account.path("status").asString("").equals("READY"));
  }

  private Simulator.Account account(int limit) {
    var user = simulator.createAccount(planOf(limit));
    if (varied) {
      vary(user, accounts++);
    }
    return user;
  }

  private void vary(Simulator.Account user, int number) {
    simulator.set(user, Map.of("buttonSet", BUTTON_SETS.get(number % BUTTON_SETS.size())));
    if (number % OF_SO_MANY_HEARD == OF_SO_MANY_HEARD - 1) {
      heard.add(user.userId());
    }
    if (REMIXING.contains(number)) {
      remixing.add(user.userId());
      simulator.change(user, Map.of("remix", true));
    }
  }

  /// Whose dialogs can be filled in.
  Ears ears() {
    return new Ears(heard, remixing);
  }

  // Basic draws nothing relaxed.
  private static String planOf(int limit) {
    return limit <= SMALL ? "STANDARD" : "PRO";
  }

  private static boolean isSmall(String plan) {
    return plan.equals("STANDARD");
  }

  private Account link(
      Simulator.Account user, Simulator.Channel channel, int limit, Function<Link, Account> how) {
    var wish =
        Link.of(user, channel, limit)
            .heard(heard.contains(user.userId()), remixing.contains(user.userId()));
    var account = how.apply(wish);
    discordUsers.put(account.id(), user.userId());
    history.limit(user.userId(), limit, Long.MIN_VALUE);
    return account;
  }
}
