package easel.systemtests.chaos;

import easel.systemtests.Answer;
import easel.systemtests.EaselClient;
import easel.systemtests.EaselClient.Job;
import easel.systemtests.EaselClient.Submitted;
import easel.systemtests.promise.History;
import easel.systemtests.promise.History.Told;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Someone who submits jobs, one request after another so that their order is known, or several at
/// the same time, and follows each to its end.
final class Customer {
  private static final int PAGE = 100;

  private final PatientClient client;
  private final List<EaselClient> instances;
  private final Map<Long, String> discordUsers;
  private final History history;
  private final Names names;
  private final FaultLog log;
  private final boolean inLine;
  private final BiConsumer<String, Told> whenEnded;
  private final Map<String, String> messageIds = new ConcurrentHashMap<>();
  private final Map<String, String> jobs = new ConcurrentHashMap<>();
  private final Map<String, Long> ranOn = new ConcurrentHashMap<>();
  private final Set<String> open = ConcurrentHashMap.newKeySet();
  private CompletableFuture<Void> line = CompletableFuture.completedFuture(null);
  private int order;

  /// @param discordUsers of all linked accounts, those that are linked later too
  /// @param inLine whether a request waits for the answer to the one before
  /// @param whenEnded told of each end once
  Customer(
      PatientClient client,
      List<EaselClient> instances,
      Map<Long, String> discordUsers,
      History history,
      Names names,
      FaultLog log,
      boolean inLine,
      BiConsumer<String, Told> whenEnded) {
    this.client = client;
    this.instances = List.copyOf(instances);
    this.discordUsers = discordUsers;
    this.history = history;
    this.names = names;
    this.log = log;
    this.inLine = inLine;
    this.whenEnded = whenEnded;
  }

  void imagine(String job, String sign, String prompt) {
    names.add(sign, job);
    next(job, false, api -> api.tryImagine(Map.of("prompt", prompt), "Idempotency-Key", job));
  }

  /// @param link the account that must run it
  void imagineOn(long link, String job, String prompt) {
    names.add(job, job);
    history.bound(job, link);
    next(
        job,
        true,
        api -> api.tryImagine(Map.of("prompt", prompt, "account", link), "Idempotency-Key", job));
  }

  /// Presses a button of a finished grid.
  ///
  /// @param picture of the grid
  void press(String grid, String label, String picture) {
    var job = grid + "-" + label;
    names.add(Names.button(label, picture), job);
    history.bound(job, ranOn.getOrDefault(grid, 0L));
    next(job, true, api -> api.tryPress(messageId(grid), label, "Idempotency-Key", job));
  }

  /// Asks for the end of a job once it is accepted.
  synchronized void cancel(String job) {
    line =
        line.thenCompose(
            _ -> {
              var messageId = messageIds.get(job);
              if (messageId == null) {
                return CompletableFuture.completedFuture(null);
              }
              history.cancelAsked(job);
              return client
                  .ask(job.hashCode() + 1, api -> api.cancel(messageId))
                  .handle((answer, failed) -> asked(job, answer, failed));
            });
  }

  private @Nullable Void asked(String job, @Nullable Answer answer, @Nullable Throwable failed) {
    if (answer == null) {
      log.note("nobody took the cancel of %s: %s".formatted(job, failed));
    } else if (answer.status() != 202 && answer.status() != 409) {
      log.wrongAnswer(answer);
    }
    return null;
  }

  private synchronized void next(
      String job, boolean pinned, Function<EaselClient, Answer> request) {
    line =
        inLine
            ? line.thenCompose(_ -> ask(job, pinned, request))
            : CompletableFuture.allOf(line, ask(job, pinned, request));
  }

  private CompletableFuture<Void> ask(
      String job, boolean pinned, Function<EaselClient, Answer> request) {
    var asked = System.nanoTime();
    return client
        .ask(job.hashCode(), request)
        .handle((answer, failed) -> answered(job, pinned, asked, answer, failed))
        .exceptionally(failed -> troubled(job, failed));
  }

  private @Nullable Void troubled(String job, Throwable failed) {
    log.trouble("the campaign could not take note of " + job, failed);
    return null;
  }

  private @Nullable Void answered(
      String job, boolean pinned, long asked, @Nullable Answer answer, @Nullable Throwable failed) {
    if (answer == null) {
      log.note("nobody took %s: %s".formatted(job, failed));
      log.neverAccepted(job);
      return null;
    }
    if (answer.status() == 409 && history.wasUnlinked(job, System.nanoTime())) {
      log.note("%s was refused: its account is unlinked".formatted(job));
      return null;
    }
    if (answer.status() != 200) {
      log.wrongAnswer(answer);
      log.neverAccepted(job);
      return null;
    }
    var submitted = Submitted.of(answer.body());
    messageIds.put(job, submitted.messageId());
    jobs.put(submitted.messageId(), job);
    accepted(job, submitted.queue(), asked, pinned);
    open.add(job);
    return null;
  }

  /// Numbers jobs in the order in which they were answered.
  private synchronized void accepted(String job, String queue, long asked, boolean pinned) {
    history.accepted(new History.Job(job, queue, order++, asked, System.nanoTime(), pinned));
  }

  /// Whether nothing it wanted is still to be accepted, and nothing accepted still to end.
  synchronized boolean isDone() {
    return line.isDone() && open.isEmpty();
  }

  /// Whether something it wanted is still to be accepted.
  synchronized boolean isAsking() {
    return !line.isDone();
  }

  /// The jobs that have no end yet.
  int openJobs() {
    return open.size();
  }

  /// Easel's own name of each job.
  Map<String, String> messageIds() {
    return Map.copyOf(messageIds);
  }

  /// The Discord user on whose account the job ran; empty if nobody said.
  String ranOn(String job) {
    var link = ranOn.get(job);
    return link == null ? "" : discordUsers.getOrDefault(link, "");
  }

  /// Looks how its open jobs are; an instance that does not answer is asked again at the next look.
  void look(int instance) {
    if (open.isEmpty()) {
      return;
    }
    try {
      look(instances.get(Math.floorMod(instance, instances.size())));
    } catch (UncheckedIOException unanswered) {
      // Killed or stopped: the next look asks another.
    }
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
                  ? CompletableFuture.completedFuture(null)
                  : lookAtAllAgain(instance, next);
            });
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
      return;
    }
    var account = job.account();
    if (account != null) {
      ranOn.put(name, account);
      if ("ACCOUNT_UNAVAILABLE".equals(job.reason())) {
        history.handedTo(name, account);
      }
    }
    var told =
        new Told(
            job.status(),
            job.sent(),
            job.reason() == null ? "" : job.reason() + " " + job.whole().path("error").asString(""),
            LedgerReader.pathOf(job.whole().path("originalUrl").asString("")),
            System.nanoTime());
    history.told(name, told);
    if (open.remove(name)) {
      whenEnded.accept(name, told);
    }
  }

  private String messageId(String job) {
    var id = messageIds.get(job);
    if (id == null) {
      throw new IllegalArgumentException("expected an accepted job, got: " + job);
    }
    return id;
  }
}
