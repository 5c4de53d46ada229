package easel.systemtests.chaos;

import easel.systemtests.Answer;
import easel.systemtests.EaselClient;
import easel.systemtests.Simulator;
import easel.systemtests.chaos.Doing.ChangeLimit;
import easel.systemtests.chaos.Doing.PauseQueue;
import easel.systemtests.chaos.Doing.Relink;
import easel.systemtests.chaos.Doing.Say;
import easel.systemtests.chaos.Doing.TypeImagine;
import easel.systemtests.chaos.Population.Home;
import easel.systemtests.chaos.Population.Resident;
import easel.systemtests.promise.History;
import easel.systemtests.promise.History.Pause;
import easel.systemtests.promise.History.Unlink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// Does what a diary says, at Easel and at Discord, and tells the history of it. Nobody does two
/// things with one account or queue at the same time: what comes too early is left out.
final class People {
  // A request that a stopped instance has, and answers on waking, must not come after a newer one:
  // nobody could say then which limit holds. So it is waited for longer than any stop.
  private static final Duration LONGEST_ANSWER = Duration.ofMinutes(2);
  private final Population population;
  private final List<Resident> residents;
  private final Simulator simulator;
  private final Simulator.Account stranger;
  private final History history;
  private final FaultLog log;
  private final AtomicBoolean givenUp;
  private final Alarm alarm;
  private final Executor hands;
  private final Set<Object> busy = ConcurrentHashMap.newKeySet();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean stopped;

  /// @param givenUp once true, nothing is asked again
  People(
      Population population,
      List<Resident> residents,
      Simulator simulator,
      History history,
      FaultLog log,
      AtomicBoolean givenUp,
      Alarm alarm,
      Executor hands) {
    this.population = population;
    this.residents = List.copyOf(residents);
    this.simulator = simulator;
    this.stranger = simulator.createAccount("BASIC", "passerby");
    this.history = history;
    this.log = log;
    this.givenUp = givenUp;
    this.alarm = alarm;
    this.hands = hands;
  }

  void follow(Diary diary) {
    for (var entry : diary.entries()) {
      alarm.after(entry.at(), () -> hands.execute(() -> begin(entry.doing())));
    }
  }

  /// Begins nothing more; what is paused or unlinked is still resumed and linked again.
  void stop() {
    stopped = true;
  }

  /// Whether everything is as it should be left.
  boolean isOver() {
    return open.get() == 0;
  }

  private void begin(Doing doing) {
    if (stopped) {
      return;
    }
    open.incrementAndGet();
    guarded(
        doing,
        () -> {
          switch (doing) {
            case ChangeLimit(var who, var limit) -> changeLimit(who, limit);
            case PauseQueue(var who, var span) -> pause(doing, who, span);
            case Relink(var who, var span) -> unlink(doing, who, span);
            case TypeImagine(var where, var byOwner, var same) -> type(where, byOwner, same);
            case Say(var where) -> say(where);
          }
        });
  }

  /// Of those who may do such a thing, the one that the number says, unless it is busy with it.
  private static <T> Optional<T> one(List<T> all, int number) {
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(number % all.size()));
  }

  private void changeLimit(int who, int limit) {
    var home =
        one(residents.stream().filter(it -> !it.relinks()).flatMap(Resident::homes).toList(), who);
    if (home.isPresent() && busy.add(home.get())) {
      try {
        changeLimit(home.get(), limit);
      } finally {
        busy.remove(home.get());
      }
    }
    over();
  }

  private void changeLimit(Home home, int ofSmall) {
    var limit = home.limit(ofSmall);
    if (limit == history.limitNow(home.discordUser())) {
      return;
    }
    log.note("limit of account %d to %d".formatted(home.link(), limit));
    var from = System.nanoTime();
    var answer =
        ask(
            home.owner(),
            api ->
                api.call(
                    "PATCH", "/discord/accounts/" + home.link(), Map.of("concurrency", limit)));
    if (isRight(answer, 200)) {
      history.limit(home.discordUser(), limit, from, System.nanoTime());
      log.note("account %d has limit %d".formatted(home.link(), limit));
    }
  }

  private record OwnQueue(Resident owner, String id) {}

  private void pause(Doing doing, int who, Duration span) {
    var queues =
        residents.stream()
            .filter(resident -> !resident.relinks())
            .flatMap(owner -> owner.queues().stream().map(id -> new OwnQueue(owner, id)))
            .toList();
    var queue = one(queues, who);
    if (queue.isEmpty() || !busy.add(queue.get().id())) {
      over();
      return;
    }
    var id = queue.get().id();
    log.note("pause of %s for %.1f s".formatted(id, span.toMillis() / 1e3));
    var from = System.nanoTime();
    var answer =
        ask(queue.get().owner(), api -> api.call("POST", "/queues/" + id + "/pause", null));
    var paused = System.nanoTime();
    if (!isRight(answer, 200)) {
      over();
      return;
    }
    later(
        doing,
        span,
        () -> {
          var to = System.nanoTime();
          var resumed =
              ask(queue.get().owner(), api -> api.call("POST", "/queues/" + id + "/resume", null));
          if (isRight(resumed, 200)) {
            log.note("resume of " + id);
          }
          history.paused(new Pause(id, from, paused, to, System.nanoTime()));
          busy.remove(id);
          over();
        });
  }

  private void unlink(Doing doing, int who, Duration span) {
    var homes = residents.stream().filter(Resident::relinks).flatMap(Resident::homes).toList();
    var chosen = one(homes, who);
    // One at a time of each customer: so none but bound jobs ever have nowhere to go.
    if (chosen.isEmpty() || !busy.add(chosen.get().owner())) {
      over();
      return;
    }
    var home = chosen.get();
    log.note("unlink of account %d".formatted(home.link()));
    history.unlinked(new Unlink(home.link(), System.nanoTime()));
    var answer =
        ask(home.owner(), api -> api.call("DELETE", "/discord/accounts/" + home.link(), null));
    // 404: an earlier try did it, and its answer was lost.
    if (answer.status() != 404 && !isRight(answer, 204)) {
      over();
      return;
    }
    later(doing, span, () -> linkAgain(home));
  }

  private void linkAgain(Home home) {
    var label = "again-" + asked.incrementAndGet();
    var link = population.wishToLink(home, label);
    var answer = ask(home.owner(), api -> api.tryLink(link));
    // 409: an earlier try did it, and its answer was lost.
    var made = answer.status() == 409 ? linkedAs(home.owner(), label) : Optional.of(answer.body());
    if ((answer.status() == 409 || isRight(answer, 201)) && made.isPresent()) {
      var account = made.get().required("id").asLong();
      population.movedTo(home, account);
      log.note("account %d is linked again as %d".formatted(home.link(), account));
    } else if (answer.status() == 409) {
      log.wrongAnswer(answer);
    }
    busy.remove(home.owner());
    over();
  }

  private Optional<JsonNode> linkedAs(Resident owner, String label) {
    return ask(owner, api -> api.get("/discord/accounts"))
        .expect(200)
        .required("items")
        .valueStream()
        .filter(account -> account.path("label").asString("").equals(label))
        .findFirst();
  }

  /// A job of Easel's that runs at Discord.
  private record Running(String account, String thread, String prompt) {}

  private Optional<Running> running(int where) {
    return one(
        simulator
            .call("GET", "/control/jobs", null)
            .expect(200)
            .required("jobs")
            .valueStream()
            .map(
                job ->
                    new Running(
                        job.required("account").asString(),
                        job.required("channel").asString(),
                        job.required("prompt").asString()))
            .filter(job -> Names.sign(job.prompt(), "").isPresent())
            .toList(),
        where);
  }

  private void type(int where, boolean byOwner, boolean same) {
    running(where)
        .ifPresent(
            job -> {
              var who = byOwner ? job.account() : stranger.userId();
              var prompt = same ? job.prompt() : "an idea of my own";
              log.note(
                  "imagine by hand, by %s, in the thread of '%s'"
                      .formatted(byOwner ? "the owner" : "a stranger", job.prompt()));
              simulator
                  .call(
                      "POST",
                      "/control/accounts/" + who + "/type",
                      Map.of("channelId", job.thread(), "prompt", prompt))
                  .expectSuccess();
            });
    over();
  }

  private void say(int where) {
    running(where)
        .ifPresent(
            job -> {
              log.note("words by hand in the thread of '%s'".formatted(job.prompt()));
              simulator
                  .call(
                      "POST",
                      "/control/messages",
                      Map.of(
                          "channelId", job.thread(),
                          "accountId", job.account(),
                          "content", "**how nice** (fast)"))
                  .expectSuccess();
            });
    over();
  }

  private Answer ask(Resident owner, Function<EaselClient, Answer> call) {
    var instances =
        owner.instances().stream().map(instance -> instance.patientFor(LONGEST_ANSWER)).toList();
    return new PatientClient(instances, hands, givenUp, log)
        .ask(asked.incrementAndGet(), call)
        .join();
  }

  private boolean isRight(Answer answer, int expected) {
    if (answer.status() == expected) {
      return true;
    }
    log.wrongAnswer(answer);
    return false;
  }

  private void later(Doing doing, Duration span, Runnable step) {
    alarm.after(span, () -> hands.execute(() -> guarded(doing, step)));
  }

  private void over() {
    open.decrementAndGet();
  }

  private void guarded(Doing doing, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException failed) {
      log.trouble("nobody could do '%s'".formatted(doing), failed);
      over();
    }
  }
}
