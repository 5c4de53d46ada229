package easel.systemtests.chaos;

import easel.systemtests.Answer;
import easel.systemtests.EaselClient;
import easel.systemtests.EaselClient.Job;
import easel.systemtests.promise.History;
import easel.systemtests.promise.History.Told;
import easel.systemtests.promise.Notice;
import easel.systemtests.promise.SeedAsked;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// How a customer learns of the ends of its jobs: it asks, or is told by webhooks, or both. All
/// that it is told is told to the history.
final class Following {
  private static final int PAGE = 100;

  private final PatientClient client;
  private final List<EaselClient> instances;
  private final History history;
  private final FaultLog log;
  private final Habits habits;
  private final PictureLook pictures;
  private final SeedLook seeds;
  private final Consumer<String> whenRunning;
  private final BiConsumer<String, Told> whenEnded;
  private final Map<String, String> messageIds = new ConcurrentHashMap<>();
  private final Map<String, String> jobs = new ConcurrentHashMap<>();
  private final Map<String, Long> ranOn = new ConcurrentHashMap<>();
  private final Map<String, List<String>> offered = new ConcurrentHashMap<>();
  private final Map<String, Told> ends = new ConcurrentHashMap<>();
  private final Set<String> open = ConcurrentHashMap.newKeySet();
  // Told by a webhook before the request was answered.
  private final Map<String, JsonNode> early = new ConcurrentHashMap<>();

  /// @param whenRunning told each time when a job is seen to run
  /// @param whenEnded told of each end once
  Following(
      PatientClient client,
      List<EaselClient> instances,
      History history,
      FaultLog log,
      Habits habits,
      PictureLook pictures,
      SeedLook seeds,
      Consumer<String> whenRunning,
      BiConsumer<String, Told> whenEnded) {
    this.client = client;
    this.instances = List.copyOf(instances);
    this.history = history;
    this.log = log;
    this.habits = habits;
    this.pictures = pictures;
    this.seeds = seeds;
    this.whenRunning = whenRunning;
    this.whenEnded = whenEnded;
  }

  /// A job that Easel accepted, under its own name for it.
  void accepted(String job, String messageId) {
    messageIds.put(job, messageId);
    jobs.put(messageId, job);
    open.add(job);
    toldEarly(job);
  }

  /// The jobs that have no end yet.
  int openJobs() {
    return open.size();
  }

  /// Easel's own name of each job.
  Map<String, String> messageIds() {
    return Map.copyOf(messageIds);
  }

  /// Easel's own name of a job; null if it was not accepted.
  @Nullable String messageId(String job) {
    return messageIds.get(job);
  }

  /// Easel's number of the account that ran the job; null if nobody said.
  @Nullable Long ranOn(String job) {
    return ranOn.get(job);
  }

  /// What the finished picture of a job offers, by its labels.
  List<String> offered(String job) {
    return offered.getOrDefault(job, List.of());
  }

  /// What it is told of by webhook, of what it believes.
  void arrived(Notice notice, JsonNode job) {
    if (notice.isEnd()) {
      early.put(notice.tag(), job);
    } else {
      // What is told of its end must not be forgotten for it.
      early.putIfAbsent(notice.tag(), job);
    }
    toldEarly(notice.tag());
  }

  private void toldEarly(String name) {
    if (!messageIds.containsKey(name)) {
      return;
    }
    var told = early.remove(name);
    if (told == null) {
      return;
    }
    if (!Hooks.isTask(told)) {
      var job = Job.of(told);
      if (isOf(name, job.messageId())) {
        seen(name, job);
      }
      return;
    }
    var task = Task.of(told);
    if (!isOf(name, task.id())) {
      return;
    }
    if (!task.hasEnded()) {
      seenOpen(name, task.status());
      return;
    }
    var _ =
        client
            .ask(name.hashCode(), api -> api.get("/midjourney/message/" + task.id()))
            .thenAccept(answer -> seen(name, task, answer))
            .exceptionally(failed -> troubled(name, failed));
  }

  private @Nullable Void troubled(String job, Throwable failed) {
    log.trouble("the campaign could not look at %s, which was delivered".formatted(job), failed);
    return null;
  }

  /// Whether a delivery tells of the job that was accepted under that name, and of no other one.
  private boolean isOf(String name, String messageId) {
    var known = messageIds.get(name);
    if (messageId.equals(known)) {
      return true;
    }
    log.wrong("%s was accepted as %s, and is told of as %s".formatted(name, known, messageId));
    return false;
  }

  private void seenOpen(String name, String status) {
    if (status.equals("PROCESSING")) {
      whenRunning.accept(name);
    }
  }

  /// Looks how its open jobs are; an instance that does not answer is asked again at the next look.
  void look(int instance) {
    if (open.isEmpty() || !habits.polls()) {
      return;
    }
    try {
      var asked = instances.get(Math.floorMod(instance, instances.size()));
      if (habits.dialect() instanceof SecondDialect) {
        lookAtTasks(asked);
      } else {
        look(asked);
      }
    } catch (UncheckedIOException unanswered) {
      // Killed or stopped: the next look asks another.
    }
  }

  private void lookAtTasks(EaselClient instance) {
    for (var job : Set.copyOf(open)) {
      var answer = instance.mj("GET", "/task/" + messageIds.get(job) + "/fetch", null);
      if (answer.status() == 503) {
        return;
      }
      if (answer.status() != 200 || !answer.body().path("id").isString()) {
        log.wrongAnswer(answer);
        return;
      }
      var task = Task.of(answer.body());
      if (task.hasEnded()) {
        seen(job, task, instance.get("/midjourney/message/" + task.id()));
      } else {
        seenOpen(job, task.status());
      }
    }
  }

  /// A job as both dialects tell of it: the same.
  private void seen(String name, Task task, Answer answer) {
    if (answer.status() == 503) {
      return;
    }
    if (answer.status() != 200) {
      log.wrongAnswer(answer);
      return;
    }
    var job = Job.of(answer.body());
    history.told(name, task.told(told(job)));
    // Of what has texts this dialect shows the picture that was described.
    var texts = job.whole().path("content").asString("");
    var isSame = texts.isEmpty() ? task.imageUrl().equals(uri(job)) : task.words().equals(texts);
    if (!isSame) {
      log.wrong("%s is %s in one dialect and %s in the other".formatted(name, task, job.whole()));
    }
    seen(name, job);
  }

  private static String uri(Job job) {
    var uri = job.uri();
    return uri == null ? "" : uri;
  }

  private void look(EaselClient instance) {
    var unseen = new HashSet<>(open);
    String cursor = "";
    while (cursor != null && !unseen.isEmpty()) {
      var answer = instance.get("/midjourney/messages?limit=" + PAGE + cursor);
      if (answer.status() == 503) {
        return;
      }
      if (answer.status() != 200) {
        log.wrongAnswer(answer);
        return;
      }
      cursor = seen(answer, unseen);
    }
  }

  /// Asks for the ends of all jobs once more, however often it takes.
  CompletableFuture<Void> lookAtAllAgain(int instance, String cursor) {
    var path = "/midjourney/messages?limit=" + PAGE + cursor;
    return client
        .ask(instance, api -> api.get(path))
        .thenCompose(
            answer -> {
              var next = seen(answer, new HashSet<>());
              return next == null
                  ? lookAtTasksAgain(instance, List.copyOf(ends.keySet()))
                  : lookAtAllAgain(instance, next);
            });
  }

  /// Asks for the same ends in the second dialect, where that is the customer's.
  private CompletableFuture<Void> lookAtTasksAgain(int instance, List<String> names) {
    if (!(habits.dialect() instanceof SecondDialect) || names.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    var some = names.subList(0, Math.min(PAGE, names.size()));
    var ids = some.stream().map(messageIds::get).toList();
    return client
        .ask(instance, api -> api.mj("POST", "/task/list-by-condition", Map.of("ids", ids)))
        .thenCompose(
            answer -> {
              var missing = new HashSet<>(some);
              for (var task : answer.expect(200)) {
                seenAgain(Task.of(task), missing);
              }
              missing.forEach(
                  name -> log.wrong(name + " is not among the tasks that were asked for"));
              return lookAtTasksAgain(instance, names.subList(some.size(), names.size()));
            });
  }

  private void seenAgain(Task task, Set<String> missing) {
    var name = jobs.get(task.id());
    var inTheFirst = name == null ? null : ends.get(name);
    if (name == null || inTheFirst == null || !missing.remove(name)) {
      log.wrong("%s was told though nobody asked for it".formatted(task));
    } else {
      history.told(name, task.told(inTheFirst));
    }
  }

  /// @return how to ask for the next page, null if there is none
  private @Nullable String seen(Answer answer, Set<String> unseen) {
    var page = answer.expect(200);
    for (var item : page.required("items")) {
      var job = jobs.get(item.required("messageId").asString());
      if (job != null) {
        unseen.remove(job);
        seen(job, Job.of(item));
      }
    }
    var next = page.path("nextCursor");
    return next.isString() ? "&cursor=" + next.asString() : null;
  }

  private void seen(String name, Job job) {
    if (!job.hasEnded()) {
      seenOpen(name, job.status());
      return;
    }
    var account = job.account();
    if (account != null) {
      ranOn.put(name, account);
      if ("ACCOUNT_UNAVAILABLE".equals(job.reason())) {
        history.handedTo(name, account);
      }
    }
    offered.put(name, job.buttons());
    var told = told(job);
    ends.put(name, told);
    history.told(name, told);
    if (open.remove(name)) {
      lookAtPicture(name, job);
      askForSeed(name, job);
      whenEnded.accept(name, told);
    }
  }

  private static Told told(Job job) {
    var whole = job.whole();
    return new Told(
        job.status(),
        job.sent(),
        job.reason() == null ? "" : job.reason() + " " + whole.path("error").asString(""),
        LedgerReader.pathOf(whole.path("originalUrl").asString("")),
        whole.path("content").asString(""),
        System.nanoTime());
  }

  private void askForSeed(String name, Job job) {
    var mix = habits.mix();
    var seed = mix == null ? "" : mix.seed(name);
    if (!seed.isEmpty() && job.status().equals("DONE")) {
      var account = job.account();
      seeds.ask(new SeedAsked(name, seed, account == null ? 0 : account), client, job.messageId());
    }
  }

  private void lookAtPicture(String name, Job job) {
    var mix = habits.mix();
    var uri = job.uri();
    if (mix != null && uri != null && mix.isFetched(name)) {
      var link = job.whole().path("originalUrl").asString("");
      pictures.at(name, Part.WHOLE, uri, link);
      var images = job.whole().path("images").valueStream().map(JsonNode::asString).toList();
      var part = mix.part(name).of(Below.of(LedgerReader.pathOf(link)), images);
      if (!part.equals(Part.WHOLE)) {
        pictures.at(name, part, part.address(uri, images), link);
      }
    }
  }
}
