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
import easel.common.message.Command;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
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
  NewJob press(Job job, ButtonName name, @Nullable String prompt, Envelope envelope) {
    var message = job.message();
    var account = job.account();
    if (job.status() != Status.DONE || message == null || account == null) {
      throw Problem.conflict(
          "not-finished", "This job has no finished message whose buttons could be pressed.");
    }
    var button =
        Buttons.find(job.buttons(), name)
            .orElseThrow(
                () ->
                    Problem.conflict(
                        "button-not-offered",
                        "This message does not offer the button %s; 'buttons' says what it offers."
                            .formatted(name)));
    Buttons.requirePressable(button, prompt, rows.hasSecondEar(account));
    if (!rows.isLinked(account)) {
      throw Problem.conflict(
          "account-unlinked", "The account that holds this picture is not linked any more.");
    }
    var command = new Command.Press(button.label(), button.customId(), message, job.id(), prompt);
    return new NewJob(command, prompt == null ? job.prompt() : prompt, envelope, account, job.id());
  }

  /// Newest first.
  public List<Job> page(
      Customer customer, @Nullable Status status, @Nullable JobId before, int limit) {
    return rows.page(customer.id(), status, before, limit);
  }

  List<TraceStep> trace(Customer customer, String id) {
    return rows.trace(require(customer, id).id());
  }

  /// Asks for the job's end, and waits a moment for it.
  ///
  /// @throws Problem if it has ended already
  public Job cancel(Customer customer, String id) {
    var job = require(customer, id);
    if (rows.requestCancel(customer.id(), job.id()).isEmpty()) {
      var end = require(customer, id).status();
      throw Problem.conflict("already-ended", "This job has ended already: %s.".formatted(end));
    }
    asks.wake();
    awaitEnd(job.id());
    return require(customer, id);
  }

  /// What was asked for with all jobs of a queue.
  ///
  /// @param asked how many jobs
  record AllAsked(QueueId queue, int asked) {}

  /// Asks for the end of every job of the queue, as for that of one.
  AllAsked cancelAll(Customer customer, String id) {
    var queue = queues.requireOwn(customer.id(), id);
    int asked =
        transactions.execute(
            _ -> {
              var jobs = rows.requestCancelOfAll(queue);
              var facts = List.of(Fact.of("jobs", null, jobs));
              audit.note(customer.id(), Kind.QUEUE_CANCELLED, "queue " + queue, facts);
              return jobs;
            });
    asks.wake();
    return new AllAsked(queue, asked);
  }

  private void awaitEnd(JobId job) {
    var until = System.nanoTime() + CANCEL_WAIT.toNanos();
    try {
      while (!rows.hasEnded(job) && System.nanoTime() < until) {
        Thread.sleep(CANCEL_LOOK);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<JobId> jobId(String text) {
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
