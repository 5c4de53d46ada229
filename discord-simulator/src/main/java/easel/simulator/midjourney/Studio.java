package easel.simulator.midjourney;

import easel.simulator.cdn.Drawing;
import easel.simulator.cdn.FileKind;
import easel.simulator.cdn.Links;
import easel.simulator.cdn.Subject;
import easel.simulator.http.Json;
import easel.simulator.ledger.Kind;
import easel.simulator.ledger.Ledger;
import easel.simulator.midjourney.Job.State;
import easel.simulator.midjourney.Results.Result;
import easel.simulator.settings.Option;
import easel.simulator.wire.Entities;
import easel.simulator.world.Account;
import easel.simulator.world.Message;
import easel.simulator.world.Message.Attachment;
import easel.simulator.world.Message.Body;
import easel.simulator.world.Message.Button;
import easel.simulator.world.Message.Components;
import easel.simulator.world.Mode;
import easel.simulator.world.Timer;
import easel.simulator.world.World;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/// Works jobs off: admits them to an account's places, shows their start and progress, finishes
/// them.
final class Studio {
  private static final String CANCEL = "MJ::CancelJob::ByJobid::";
  private static final double HOURS_PER_JOB = 1 / 60.0;

  private final World world;
  private final Timer timer;
  private final Answers answers;
  private final Ledger ledger;
  private final Links links;
  private final Holds holds;
  private final RefusalOrders refusals;
  private final Results results;
  private final Map<Long, Desk> desks = new ConcurrentHashMap<>();
  private final Map<String, Job> open = new ConcurrentHashMap<>();

  Studio(
      World world,
      Timer timer,
      Answers answers,
      Ledger ledger,
      Links links,
      Holds holds,
      RefusalOrders refusals) {
    this.world = world;
    this.timer = timer;
    this.answers = answers;
    this.ledger = ledger;
    this.links = links;
    this.holds = holds;
    this.refusals = refusals;
    this.results = new Results(world.settings());
  }

  /// Takes the jobs that one interaction asks for.
  void submit(List<Job> jobs) {
    var first = true;
    for (var job : jobs) {
      job.answerFirst(first);
      first = false;
      submit(job);
    }
  }

  private void submit(Job job) {
    var desk = desk(job.account());
    open.put(job.id(), job);
    Desk.Verdict verdict;
    // The ledger is written under the same lock: its order must be the order in which places were
    // taken and left.
    synchronized (desk) {
      verdict = desk.admit(job, job.settings());
      switch (verdict) {
        case RUNS -> run(job);
        case WAITS -> note(Kind.JOB_WAITING, job);
        case FULL -> noteRefused(job.by(), RefusalKind.QUEUE_FULL.said());
      }
    }
    switch (verdict) {
      case RUNS -> later(job, Option.WAITING_MS, () -> begin(job));
      case WAITS -> later(job, Option.WAITING_MS, () -> sayQueued(job));
      case FULL -> {
        open.remove(job.id());
        job.become(State.ENDED);
        later(
            job,
            Option.WAITING_MS,
            () -> answer(job, RefusalKind.QUEUE_FULL.said().body("/imagine " + job.prompt())));
      }
    }
  }

  private void run(Job job) {
    job.become(State.RUNNING);
    if (job.takesPlace()) {
      note(Kind.JOB_RUNNING, job);
    }
  }

  private void note(Kind kind, Job job) {
    ledger.append(Midjourney.record(kind, job.by()).job(job.id()));
  }

  /// Notes that an interaction was refused before it became a job.
  void noteRefused(Interaction by, Refusal refusal) {
    ledger.append(Midjourney.record(Kind.JOB_REFUSED, by).end("REFUSED").detail(refusal.name()));
  }

  private Desk desk(Account account) {
    return desks.computeIfAbsent(account.id(), id -> new Desk(account));
  }

  private void later(Job job, Option delay, Runnable task) {
    var _ = timer.in(job.settings().number(delay), task);
  }

  private Message answer(Job job, Body body) {
    return job.answersFirst()
        ? answers.first(job.by(), body, job.id())
        : answers.later(job.by(), body, job.id());
  }

  private void sayQueued(Job job) {
    if (job.state() != State.WAITING) {
      // It got its place while this was on its way: begin says enough.
      return;
    }
    var queued =
        Refusal.yellow(
            "Job queued", "There are jobs before yours. It starts when one of them is done.");
    answer(job, queued.body("/imagine " + job.prompt()));
    job.answerFirst(false);
  }

  private void begin(Job job) {
    if (job.state() != State.RUNNING) {
      return;
    }
    var flags = job.isStartEphemeral() ? Message.EPHEMERAL : 0;
    if (job.writing() != null || job.settings().flag(Option.DEFER_START)) {
      var thinking = new Body("", flags | Message.LOADING, List.of(), List.of(), Components.NONE);
      var start = answer(job, thinking);
      job.started(start);
      if (job.writing() != null) {
        draw(job);
        return;
      }
      later(
          job,
          Option.WAITING_MS,
          () -> {
            if (job.state() == State.RUNNING) {
              answers.fill(start, waiting(job, flags));
              draw(job);
            }
          });
      return;
    }
    job.started(answer(job, waiting(job, flags)));
    draw(job);
  }

  private static Body waiting(Job job, int flags) {
    var text = Texts.waiting(job.task(), job.prompt(), job.account());
    return new Body(text, flags, List.of(), List.of(), cancel(job));
  }

  private static Components cancel(Job job) {
    return () -> List.of(List.of(new Button(4, "Cancel Job", null, CANCEL + job.id(), null)));
  }

  /// The id of the job that a cancel button is for, null for any other button.
  static @Nullable String cancelled(String customId) {
    return customId.startsWith(CANCEL) ? customId.substring(CANCEL.length()) : null;
  }

  private void draw(Job job) {
    var duration = job.settings().span(job.task().duration()).draw();
    var quick = job.writing() != null || job.task().image() > 0;
    progress(job, 1, quick ? 0 : job.settings().count(Option.PROGRESS_STEPS), duration);
  }

  /// Waits for the next step, shows it, and so on to the end: one task of the timer for each job.
  private void progress(Job job, int step, int steps, long duration) {
    var wait = duration * step / (steps + 1) - duration * (step - 1) / (steps + 1);
    if (step > steps) {
      var _ = timer.in(wait, () -> finish(job));
      return;
    }
    var _ =
        timer.in(
            wait,
            () -> {
              if (job.state() == State.RUNNING) {
                show(job, 100 * (step - 1) / steps);
                progress(job, step + 1, steps, duration);
              }
            });
  }

  private void show(Job job, int percent) {
    var start = job.start();
    if (start != null) {
      var text = Texts.progress(job.task(), job.prompt(), job.account(), percent, job.mode());
      var flags = start.body().flags() & Message.EPHEMERAL;
      answers.edit(
          start, new Body(text, flags, previews(job, start, percent), List.of(), cancel(job)));
    }
  }

  private List<Attachment> previews(Job job, Message start, int percent) {
    var style = job.settings().text(Option.PREVIEWS);
    if (percent == 0 || style.equals("none")) {
      return List.of();
    }
    var step = style.equals("step");
    var name = step ? job.id() + "_0_step_" + percent + ".jpeg" : job.id() + "_grid_0.webp";
    return List.of(
        new Attachment(
            world.newId(),
            name,
            step ? "image/jpeg" : "image/webp",
            Drawing.SIDE,
            Drawing.SIDE,
            Drawing.BYTES,
            step || start.isEphemeral(),
            Instant.now().getEpochSecond()));
  }

  private void finish(Job job) {
    if (job.state() == State.ENDED || job.has(Trigger.STALL)) {
      return;
    }
    if (!job.isReleased() && holds.hold(job)) {
      job.become(State.HELD);
      return;
    }
    if (job.writing() != null) {
      finishWriting(job);
      return;
    }
    if (job.has(Trigger.FILTERED) || refusals.atEnd(job) != null) {
      leave(job, "REFUSED", null, null, null);
      deleteStart(job);
      answers.later(job.by(), RefusalKind.OUTPUT_FILTERS.said().body(null), job.id());
      return;
    }
    if (job.has(Trigger.VANISH)) {
      leave(job, "FAILED", null, null, null);
      deleteStart(job);
      return;
    }
    finishPainting(job);
  }

  private void finishPainting(Job job) {
    if (job.mode() != Mode.RELAX) {
      var account = job.account();
      account.fastHours(Math.max(0, account.fastHours() - HOURS_PER_JOB));
    }
    var last = answers.draft(job.by(), finalBody(job));
    var picture = last.body().attachments().getFirst();
    results.add(job);
    if (job.settings().is(Option.DELETE_ORDER, "beforeFinal")) {
      leave(job, "DONE", last, picture, null);
      deleteStart(job);
      later(job, Option.DELETE_MS, () -> answers.publish(last, job.id()));
      return;
    }
    leave(job, "DONE", last, picture, null);
    answers.publish(last, job.id());
    later(job, Option.DELETE_MS, () -> deleteStart(job));
  }

  private Body finalBody(Job job) {
    var text =
        Texts.finished(
            job.task(),
            job.prompt(),
            job.account(),
            job.mode(),
            job.id(),
            job.settings().flag(Option.WEBSITE_LINK));
    return painted(
        text,
        job.isFinalEphemeral() ? Message.EPHEMERAL : 0,
        Texts.filename(job.account(), job.prompt(), job.id(), job.task().file()),
        job.task().file(),
        job.task().panel().on(job.id(), job.settings().text(Option.BUTTON_SET)));
  }

  private Body painted(String text, int flags, String filename, FileKind kind, Components buttons) {
    var picture =
        new Attachment(
            world.newId(),
            filename,
            kind.contentType(),
            Drawing.SIDE,
            Drawing.SIDE,
            Drawing.BYTES,
            flags != 0,
            Instant.now().getEpochSecond());
    return new Body(text, flags, List.of(picture), List.of(), buttons);
  }

  private void finishWriting(Job job) {
    var start = job.start();
    var writing = job.writing();
    if (start != null && writing != null) {
      var body = writing.get();
      var embed = body.embeds().isEmpty() ? null : body.embeds().getFirst();
      var image = embed == null ? null : embed.image();
      leave(job, "DONE", start, image, embed == null ? null : embed.description());
      // Who sees a message is decided when it is posted.
      answers.fill(start, body.with(start.body().flags() & Message.EPHEMERAL));
    }
  }

  private void deleteStart(Job job) {
    var start = job.start();
    if (start != null) {
      answers.delete(start, job.id());
    }
  }

  /// Stops a running job, as its cancel button does. A waiting one can't be stopped.
  void stop(Job job) {
    if (job.state() != State.RUNNING && job.state() != State.HELD) {
      return;
    }
    leave(job, "STOPPED", null, null, null);
    var start = job.start();
    if (start != null) {
      answers.edit(
          start,
          new Body(
              Texts.stopped(job.task(), job.prompt(), job.account()),
              start.body().flags(),
              start.body().attachments(),
              List.of(),
              Components.NONE));
    }
  }

  /// Ends the job and lets the next ones begin. The place is free before anyone learns of the end:
  /// who reacts to the final at once finds it free.
  ///
  /// @param text what it wrote, null of a job that draws
  private void leave(
      Job job,
      String end,
      @Nullable Message last,
      @Nullable Attachment picture,
      @Nullable String text) {
    job.become(State.ENDED);
    open.remove(job.id());
    var record = Midjourney.record(Kind.JOB_ENDED, job.by()).job(job.id()).end(end).detail(text);
    if (last != null) {
      record.finalMessage(last.id());
    }
    if (picture != null) {
      record.picture(links.of(job.channel(), picture));
    }
    if (end.equals("REFUSED")) {
      record.detail(RefusalKind.OUTPUT_FILTERS.said().name());
    }
    var desk = desk(job.account());
    List<Job> next;
    synchronized (desk) {
      next = desk.leave(job, job.settings());
      if (job.takesPlace()) {
        ledger.append(record);
      }
      next.forEach(this::run);
    }
    next.forEach(begun -> later(begun, Option.WAITING_MS, () -> begin(begun)));
  }

  @Nullable Job open(String id) {
    return open.get(id);
  }

  /// The open job whose first message this is.
  @Nullable Job startedBy(Message message) {
    for (var job : open.values()) {
      if (job.start() == message) {
        return job;
      }
    }
    return null;
  }

  @Nullable Result result(String job) {
    return results.of(job);
  }

  /// The result once more, as an answer to `/show`.
  Body shown(String job, Result result, Account account) {
    var settings = world.settings().of(account.id());
    var text =
        Texts.finished(
            result.task(),
            result.prompt(),
            account,
            result.mode(),
            job,
            settings.flag(Option.WEBSITE_LINK));
    return painted(
        text,
        0,
        Texts.filename(account, result.prompt(), job, result.task().file()),
        result.task().file(),
        result.task().panel().on(job, settings.text(Option.BUTTON_SET)));
  }

  @Nullable Subject subject(String job) {
    var running = open.get(job);
    if (running != null) {
      return running.subject();
    }
    var result = results.of(job);
    return result == null ? null : result.subject();
  }

  int release(Holds.Filter filter, int count) {
    var released =
        open.values().stream()
            .filter(job -> job.state() == State.RUNNING || job.state() == State.HELD)
            .filter(job -> !job.isReleased() && filter.fits(job))
            .sorted(Comparator.comparingLong(job -> job.by().nanos()))
            .limit(count)
            .toList();
    for (var job : released) {
      job.release();
      var _ =
          timer.in(
              0,
              () -> {
                if (job.state() == State.HELD) {
                  finish(job);
                }
              });
    }
    return released.size();
  }

  /// @param account 0 for all
  ArrayNode openJobs(long account) {
    var jobs = Json.array();
    open.values().stream()
        .filter(job -> account == 0 || job.account().id() == account)
        .sorted(Comparator.comparingLong(job -> job.by().nanos()))
        .forEach(
            job -> {
              var start = job.start();
              jobs.addObject()
                  .put("job", job.id())
                  .put("account", Entities.id(job.account().id()))
                  .put("channel", Entities.id(job.channel().id()))
                  .put("state", job.state().name())
                  .put("prompt", job.prompt())
                  .put("mode", job.mode().key())
                  .put("messageId", start == null ? null : Entities.id(start.id()));
            });
    return jobs;
  }

  int running(Account account) {
    var desk = desk(account);
    synchronized (desk) {
      return desk.runningCount();
    }
  }

  int waiting(Account account) {
    var desk = desk(account);
    synchronized (desk) {
      return desk.waitingCount();
    }
  }

  void clear() {
    open.clear();
    desks.clear();
    results.clear();
  }
}
