package easel.systemtests.chaos;

import easel.systemtests.Answer;
import easel.systemtests.EaselClient;
import easel.systemtests.promise.Asked;
import easel.systemtests.promise.History;
import easel.systemtests.promise.History.Told;
import easel.systemtests.promise.Notice;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Someone who submits jobs, one request after another so that their order is known, or several at
/// the same time, and follows each to its end, as its habits are.
final class Customer {
  private static final FirstDialect FIRST = new FirstDialect();

  private final PatientClient client;
  private final Map<Long, String> discordUsers;
  private final History history;
  private final Names names;
  private final FaultLog log;
  private final boolean inLine;
  private final Habits habits;
  private final Following following;
  private final Set<String> stopped = ConcurrentHashMap.newKeySet();
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
      Habits habits,
      PictureLook pictures,
      SeedLook seeds,
      BiConsumer<String, Told> whenEnded) {
    this.client = client;
    this.discordUsers = discordUsers;
    this.history = history;
    this.names = names;
    this.log = log;
    this.inLine = inLine;
    this.habits = habits;
    this.following =
        new Following(
            client, instances, history, log, habits, pictures, seeds, job -> stop(job), whenEnded);
  }

  void imagine(String job, String sign, String prompt) {
    if (habits.mix() == null) {
      names.add(sign, job);
      submit(job, false, habits.dialect(), api -> imagine(api, job, prompt, ""));
    } else {
      ask(job, new Wish.Imagine("imagine", sign, prompt));
    }
  }

  private Answer imagine(EaselClient api, String job, String prompt, String mode) {
    return habits.dialect().imagine(api, habits.order(job), prompt, mode);
  }

  /// @param link the account that must run it
  void imagineOn(long link, String job, String prompt) {
    names.add(job, job);
    history.bound(job, link);
    submit(job, true, FIRST, api -> FIRST.imagineOn(api, habits.order(job), prompt, link));
  }

  /// Asks for anything that begins with a command.
  void ask(String job, Wish wish) {
    names.add(wish.sign(), job);
    history.asked(job, asked(wish.asked()));
    switch (wish) {
      case Wish.Imagine imagine ->
          submit(
              job,
              false,
              habits.dialect(),
              api -> imagine(api, job, imagine.prompt(), imagine.mode()));
      case Wish.Operation operation ->
          submit(
              job,
              false,
              habits.dialect(),
              api -> habits.dialect().ask(api, habits.order(job), operation));
    }
  }

  private Asked asked(Asked wish) {
    return habits.dialect() instanceof SecondDialect ? wish.by("/mj") : wish;
  }

  /// Presses a button of a finished picture, or of texts.
  ///
  /// @param finished the job that made it
  /// @param picture where it is; empty for texts
  void press(String finished, Press press, String picture) {
    var button = press.button();
    var job = finished + "-" + button.word();
    var customId = customId(finished, button, picture);
    names.add(button.isBelowText() ? Names.below(names.signOf(finished), customId) : customId, job);
    var account = following.ranOn(finished);
    history.bound(job, account == null ? 0 : account);
    var mix = habits.mix();
    if (mix != null) {
      history.asked(job, asked(press.asked()));
    }
    var way = mix == null ? 0 : mix.way(job);
    submit(
        job,
        true,
        habits.dialect(),
        press.opensDialog()
            ? habits.dialect().fillIn(habits.order(job), messageId(finished), press, customId)
            : api ->
                habits
                    .dialect()
                    .press(api, habits.order(job), messageId(finished), button, customId, way));
  }

  private String customId(String finished, Button button, String picture) {
    if (!button.isBelowText()) {
      return Names.button(button, picture);
    }
    // A description alone can be asked for anew.
    var isDescription = offered(finished).contains(Button.ANEW.label());
    return button.customId(isDescription ? "PicReader" : "PromptAnalyzer");
  }

  /// Asks for the end of a job once it is accepted.
  void cancel(String job) {
    askForEnd(job, EaselClient::cancel, answer -> answer.status() == 202 || answer.status() == 409);
  }

  /// Presses Cancel Job below a job that runs, once.
  private void stop(String job) {
    var mix = habits.mix();
    if (mix != null && mix.isStopped(job) && stopped.add(job)) {
      var dialect = habits.dialect();
      askForEnd(job, dialect::stop, dialect::isAnswerToStop);
    }
  }

  private synchronized void askForEnd(
      String job, BiFunction<EaselClient, String, Answer> call, Predicate<Answer> isRight) {
    line =
        line.thenCompose(
            _ -> {
              var messageId = following.messageId(job);
              if (messageId == null) {
                return CompletableFuture.completedFuture(null);
              }
              history.cancelAsked(job);
              return client
                  .ask(job.hashCode() + 1, api -> call.apply(api, messageId))
                  .handle((answer, failed) -> asked(job, isRight, answer, failed));
            });
  }

  private @Nullable Void asked(
      String job, Predicate<Answer> isRight, @Nullable Answer answer, @Nullable Throwable failed) {
    if (answer == null) {
      log.note("nobody took the cancel of %s: %s".formatted(job, failed));
    } else if (!isRight.test(answer)) {
      log.wrongAnswer(answer);
    }
    return null;
  }

  private synchronized void submit(
      String job, boolean pinned, Dialect dialect, Function<EaselClient, Answer> request) {
    var address = habits.addressOf(job);
    if (!address.isEmpty()) {
      history.webhook(job, address);
    }
    line =
        inLine
            ? line.thenCompose(_ -> ask(job, pinned, dialect, request))
            : CompletableFuture.allOf(line, ask(job, pinned, dialect, request));
  }

  private CompletableFuture<Void> ask(
      String job, boolean pinned, Dialect dialect, Function<EaselClient, Answer> request) {
    var asked = System.nanoTime();
    return client
        .ask(job.hashCode(), request)
        .handle((answer, failed) -> answered(job, pinned, dialect, asked, answer, failed))
        .exceptionally(failed -> troubled(job, failed));
  }

  private @Nullable Void troubled(String job, Throwable failed) {
    log.trouble("the campaign could not take note of " + job, failed);
    return null;
  }

  private @Nullable Void answered(
      String job,
      boolean pinned,
      Dialect dialect,
      long asked,
      @Nullable Answer answer,
      @Nullable Throwable failed) {
    if (answer == null) {
      log.note("nobody took %s: %s".formatted(job, failed));
      log.neverAccepted(job);
      return null;
    }
    var reply = dialect.reply(answer);
    if (reply instanceof Reply.Refused && history.wasUnlinked(job, System.nanoTime())) {
      log.note("%s was refused: its account is unlinked".formatted(job));
      return null;
    }
    if (!(reply instanceof Reply.Accepted(var messageId, var queue))) {
      log.wrongAnswer(answer);
      log.neverAccepted(job);
      return null;
    }
    accepted(job, queue, asked, pinned);
    following.accepted(job, messageId);
    return null;
  }

  /// Numbers jobs in the order in which they were answered.
  private synchronized void accepted(String job, String queue, long asked, boolean pinned) {
    history.accepted(new History.Job(job, queue, order++, asked, System.nanoTime(), pinned));
  }

  /// Whether nothing it wanted is still to be accepted, and nothing accepted still to end.
  synchronized boolean isDone() {
    return line.isDone() && following.openJobs() == 0;
  }

  /// Whether something it wanted is still to be accepted.
  synchronized boolean isAsking() {
    return !line.isDone();
  }

  /// The jobs that have no end yet.
  int openJobs() {
    return following.openJobs();
  }

  /// Easel's own name of each job.
  Map<String, String> messageIds() {
    return following.messageIds();
  }

  /// The Discord user on whose account the job ran; empty if nobody said.
  String ranOn(String job) {
    var link = following.ranOn(job);
    return link == null ? "" : discordUsers.getOrDefault(link, "");
  }

  /// What the finished picture of a job offers, by its labels.
  List<String> offered(String job) {
    return following.offered(job);
  }

  /// What it is told of by webhook, of what it believes.
  void arrived(Notice notice, JsonNode job) {
    following.arrived(notice, job);
  }

  /// Looks how its open jobs are, if it does so; an instance that does not answer is asked again at
  /// the next look.
  void look(int instance) {
    following.look(instance);
  }

  /// Asks for the ends of all jobs once more, however often it takes.
  CompletableFuture<Void> lookAtAllAgain(int instance) {
    return following.lookAtAllAgain(instance, "");
  }

  private String messageId(String job) {
    var id = following.messageId(job);
    if (id == null) {
      throw new IllegalArgumentException("expected an accepted job, got: " + job);
    }
    return id;
  }
}
