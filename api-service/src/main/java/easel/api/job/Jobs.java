package easel.api.job;

import easel.api.ask.Asks;
import easel.api.audit.Audit;
import easel.api.audit.Fact;
import easel.api.audit.Kind;
import easel.api.customer.Customer;
import easel.api.http.Problem;
import easel.api.queue.Queues;
import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.Button;
import easel.common.message.Command;
import easel.common.message.Pressing;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// What customers do with jobs, beside submitting them.
@Service
public class Jobs {
  // A waiting job usually ends within this time after it was asked to.
  private static final Duration CANCEL_WAIT = Duration.ofMillis(300);
  private static final Duration CANCEL_LOOK = Duration.ofMillis(15);

  private final JobRows rows;
  private final Asks asks;
  private final Queues queues;
  private final Audit audit;
  private final TransactionTemplate transactions;

  Jobs(JobRows rows, Asks asks, Queues queues, Audit audit, TransactionTemplate transactions) {
    this.rows = rows;
    this.asks = asks;
    this.queues = queues;
    this.audit = audit;
    this.transactions = transactions;
  }

  Job require(Customer customer, String id) {
    return find(customer, id).orElseThrow(Jobs::notFound);
  }

  /// @param id whatever the customer takes for the id of a job
  public Optional<Job> find(Customer customer, String id) {
    return jobId(id).flatMap(job -> rows.find(customer.id(), job));
  }

  /// For the operator: whosever it is.
  Optional<Job> findAnyones(String id) {
    return jobId(id).flatMap(job -> rows.all(List.of(job)).stream().findFirst());
  }

  /// Those of them that there are, in this order.
  ///
  /// @param ids whatever the customer takes for ids of jobs
  public List<Job> find(Customer customer, Collection<String> ids) {
    var asked = ids.stream().flatMap(id -> jobId(id).stream()).distinct().toList();
    var found =
        rows.all(customer.id(), asked).stream()
            .collect(Collectors.toMap(Job::id, Function.identity()));
    return asked.stream().flatMap(id -> Stream.ofNullable(found.get(id))).toList();
  }

  /// Those that have not ended, oldest first.
  public List<Job> open(Customer customer) {
    return rows.open(customer.id());
  }

  /// The account that the customer names: it must be its own and linked.
  AccountId requireAccount(Customer customer, long id) {
    if (id < 1) {
      throw Problem.notFound("account");
    }
    var target =
        rows.target(customer.id(), new AccountId(id))
            .orElseThrow(() -> Problem.notFound("account"));
    if (!target.linked()) {
      throw Problem.conflict(
          "account-unlinked", "Account %d is not linked any more.".formatted(id));
    }
    return target.account();
  }

  /// A press of a button that the finished job offers, on the account that holds its picture.
  ///
  /// @param hasMask whether a region of the picture is marked
  NewJob press(
      Job job, ButtonName name, @Nullable String prompt, boolean hasMask, Envelope envelope) {
    var button = offered(job, name);
    var account = requirePressable(job, button, prompt, hasMask);
    var message = Objects.requireNonNull(job.message());
    var drawn = prompt == null ? drawnBy(button, job) : prompt;
    // Midjourney's editor has the picture's prompt in it, to be changed or not.
    var entered = hasMask ? drawn : prompt;
    if (hasMask && entered == null) {
      throw Problem.invalid(
          "prompt", "prompt-required", "%s of this picture needs a prompt.".formatted(name));
    }
    var command = new Command.Press(button.label(), button.customId(), message, job.id(), entered);
    return new NewJob(command, drawn, envelope, account, job.id());
  }

  /// What a press of the button draws without a new prompt, null where nobody knows.
  private static @Nullable String drawnBy(Button button, Job job) {
    return NumberedTexts.isNumber(button.customId())
        ? NumberedTexts.drawn(button.customId(), job.content()).orElse(null)
        : job.prompt();
  }

  /// Whether the button asks for something before it can be pressed, which can be given here. Of an
  /// account in remix mode that is a prompt wherever a button takes one.
  ///
  /// @throws Problem if it could not be pressed
  public boolean asksFirst(Job job, ButtonName name) {
    var button = offered(job, name);
    boolean asks =
        switch (button.pressing()) {
          case DIALOG, WEB_PAGE -> true;
          case AT_ONCE -> button.takesPrompt() && dialogs(job).askForPrompts();
          case SEVERAL_JOBS -> false;
        };
    if (asks) {
      var _ = requirePressable(job, button, null, button.pressing() == Pressing.WEB_PAGE);
    }
    return asks;
  }

  /// Whether what the buttons of its result ask for can be filled in.
  Dialogs dialogs(Job job) {
    var account = job.account();
    return account == null ? Dialogs.NONE : rows.dialogs(job.customer(), account);
  }

  /// An id for a job that is announced before it is accepted.
  public JobId newId() {
    return rows.newId();
  }

  private static Button offered(Job job, ButtonName name) {
    if (job.status() != Status.DONE || job.message() == null || job.account() == null) {
      throw Problem.conflict(
          "not-finished", "This job has no finished message whose buttons could be pressed.");
    }
    return Buttons.find(job.buttons(), name)
        .orElseThrow(
            () ->
                Problem.conflict(
                    "button-not-offered",
                    "This message does not offer the button %s; 'buttons' says what it offers."
                        .formatted(name)));
  }

  private AccountId requirePressable(
      Job job, Button button, @Nullable String prompt, boolean hasMask) {
    var account = Objects.requireNonNull(job.account());
    Buttons.requirePressable(button, prompt, hasMask, dialogs(job).open());
    if (!rows.isLinked(account)) {
      throw Problem.conflict(
          "account-unlinked", "The account that holds this picture is not linked any more.");
    }
    return account;
  }

  /// Newest first.
  public List<Job> page(
      Customer customer, @Nullable Status status, @Nullable JobId before, int limit) {
    return rows.page(customer.id(), status, before, limit);
  }

  List<TraceStep> trace(Customer customer, String id) {
    return rows.trace(require(customer, id).id());
  }

  /// Asks for the job's end, and waits a moment for that of one whose send has not begun.
  ///
  /// @return as it stands; CANCELLED only if it was never sent
  /// @throws Problem if it has ended already
  public Job cancel(Customer customer, String id) {
    var job = require(customer, id);
    if (!requestCancel(customer, job.id())) {
      var end = require(customer, id).status();
      throw Problem.conflict("already-ended", "This job has ended already: %s.".formatted(end));
    }
    asks.wake();
    if (job.status() == Status.QUEUED) {
      awaitLeaving(job.id());
    }
    var now = require(customer, id);
    // One that was sent is stopped at Midjourney: as it stood when that was asked for, it runs.
    return now.status() == Status.CANCELLED && !Boolean.FALSE.equals(now.sent()) ? job : now;
  }

  private boolean requestCancel(Customer customer, JobId job) {
    return transactions.execute(
        _ -> {
          var isAsked = rows.requestCancel(customer.id(), job).isPresent();
          if (isAsked) {
            audit.note(customer.id(), Kind.JOB_CANCELLED, "job " + job, List.of());
          }
          return isAsked;
        });
  }

  /// What was asked for with all jobs of a queue.
  ///
  /// @param asked how many jobs
  record AllAsked(QueueId queue, int asked) {}

  /// Asks for the end of every job of the queue, as for that of one.
  AllAsked cancelAll(Customer customer, String id) {
    var queue = queues.requireOwn(customer.id(), id);
    var asked =
        requestCancels(
            customer,
            Kind.QUEUE_CANCELLED,
            "queue " + queue,
            List.of(),
            () -> rows.requestCancelOfAll(queue));
    return new AllAsked(queue, asked);
  }

  /// Asks for the end of every job of the queue whose turn has not come.
  ///
  /// @return how many
  public int cancelWaiting(Customer customer, String id) {
    var queue = queues.requireOwn(customer.id(), id);
    return requestCancels(
        customer,
        Kind.WAITING_CANCELLED,
        "queue " + queue,
        List.of(),
        () -> rows.requestCancelOfWaiting(queue));
  }

  /// Asks for the ends of these, as for that of one.
  ///
  /// @param filter which all of them match
  /// @return how many had not ended yet
  int cancelAll(Customer customer, Collection<JobId> jobs, JobFilter filter) {
    return requestCancels(
        customer,
        Kind.JOBS_CANCELLED,
        filter.told(),
        filter.facts(),
        () -> rows.requestCancelOf(customer.id(), jobs));
  }

  /// Asks for ends, and notes who did, of which jobs, and how many they were.
  private int requestCancels(
      Customer customer, Kind kind, String subject, List<Fact> which, IntSupplier request) {
    int asked =
        transactions.execute(
            _ -> {
              var jobs = request.getAsInt();
              var facts = Stream.concat(which.stream(), Stream.of(Fact.of("jobs", null, jobs)));
              audit.note(customer.id(), kind, subject, facts.toList());
              return jobs;
            });
    asks.wake();
    return asked;
  }

  private void awaitLeaving(JobId job) {
    var until = System.nanoTime() + CANCEL_WAIT.toNanos();
    try {
      while (rows.isQueued(job) && System.nanoTime() < until) {
        Thread.sleep(CANCEL_LOOK);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// The id that a customer means by this text, if it is one.
  public static Optional<JobId> jobId(String text) {
    // UUID.fromString also takes shorter forms, which are no ids of ours.
    if (text.length() != 36) {
      return Optional.empty();
    }
    try {
      return Optional.of(new JobId(UUID.fromString(text)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Problem notFound() {
    return Problem.notFound("message");
  }
}
