package easel.api.job;

import easel.api.change.Announcements;
import easel.api.customer.Customer;
import easel.api.http.Problem;
import easel.api.job.JobRows.Remembered;
import easel.api.prompt.BannedWords;
import easel.api.prompt.Parameters;
import easel.api.relay.Relay;
import easel.api.upload.Uploads;
import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Accepts jobs: once the transaction is committed the job will reach an end, whatever fails. No
/// broker is waited for.
@Service
class Acceptance {
  private static final UUID NOT_YET = new UUID(0, 0);

  /// Where a new job waits.
  ///
  /// @param account where it is to run, null until it is handed over
  private record Destination(QueueId queue, @Nullable AccountId account) {}

  private record Accepted(JobId job, QueueId queue, boolean isNew) {}

  private final JobRows rows;
  private final RetryRows retries;
  private final TransactionTemplate transactions;
  private final Relay relay;
  private final Parameters parameters;
  private final BannedWords bannedWords;
  private final Announcements announcements;
  private final Uploads uploads;
  private final Counter accepted;

  Acceptance(
      JobRows rows,
      RetryRows retries,
      TransactionTemplate transactions,
      Relay relay,
      Parameters parameters,
      BannedWords bannedWords,
      Announcements announcements,
      Uploads uploads,
      MeterRegistry metrics) {
    this.rows = rows;
    this.retries = retries;
    this.uploads = uploads;
    this.transactions = transactions;
    this.relay = relay;
    this.parameters = parameters;
    this.bannedWords = bannedWords;
    this.announcements = announcements;
    this.accepted = metrics.counter("easel.jobs.accepted");
  }

  /// Accepts a job that has to be prepared first, unless it was accepted already.
  ///
  /// @param prepared makes it, and may take long
  /// @param key null if the caller named none
  /// @throws Problem 400 if Midjourney would refuse its prompt, 422 if that holds a banned word,
  ///   409 if no account could ever run it, or the key was used for something else
  Job accept(Customer customer, Supplier<NewJob> prepared, @Nullable IdempotencyKey key) {
    var before = accepted(customer, key);
    if (before.isPresent()) {
      return before.get();
    }
    NewJob job;
    try {
      job = prepared.get();
    } catch (Problem refused) {
      // The same request may have been accepted meanwhile.
      return accepted(customer, key).orElseThrow(() -> refused);
    }
    try {
      return accept(customer, job, key);
    } catch (Problem refused) {
      uploads.discard(job.command().kept());
      throw refused;
    }
  }

  /// What was accepted with the key, if anything was.
  ///
  /// @param key null if the caller named none
  /// @throws Problem 409 if the key was used for something else
  Optional<Job> accepted(Customer customer, @Nullable IdempotencyKey key) {
    if (key == null) {
      return Optional.empty();
    }
    var found = rows.find(customer.id(), key);
    return found.isEmpty() ? Optional.empty() : sameJob(customer, key, found.get());
  }

  private Job accept(Customer customer, NewJob job, @Nullable IdempotencyKey key) {
    var drawn = job.drawn();
    if (drawn != null) {
      parameters.check(drawn);
    }
    var result = transactions.execute(_ -> insert(customer, job, key));
    if (result.isNew()) {
      relay.wake(result.queue());
      announcements.changed(List.of(customer.id()));
      accepted.increment();
    }
    return rows.find(customer.id(), result.job()).orElseThrow();
  }

  private Accepted insert(Customer customer, NewJob job, @Nullable IdempotencyKey key) {
    if (key != null && !rows.takeKey(customer.id(), key, NOT_YET)) {
      return repeated(customer, key);
    }
    var read = job.read();
    if (read != null) {
      bannedWords.refuse(customer.id(), read);
    }
    var destination = destination(customer, job.pinned());
    var place = rows.takePlace(destination.queue());
    var announced = job.envelope().announced();
    var id = announced == null ? TimeOrderedId.of(place.acceptedAt()) : announced;
    rows.insert(id, customer.id(), destination.queue(), place, job, destination.account());
    uploads.giveTo(id, job.command().kept());
    var retryOf = job.envelope().retryOf();
    if (retryOf != null) {
      retries.note(retryOf, id);
    }
    if (key != null) {
      rows.setKeyJob(customer.id(), key, id);
    }
    return new Accepted(id, destination.queue(), true);
  }

  private Accepted repeated(Customer customer, IdempotencyKey key) {
    var job = sameJob(customer, key, rows.remembered(customer.id(), key)).orElseThrow();
    return new Accepted(job.id(), job.queue(), false);
  }

  private Optional<Job> sameJob(Customer customer, IdempotencyKey key, Remembered remembered) {
    if (!key.isOf(remembered.body())) {
      throw Problem.conflict(
          IdempotencyKey.USED, "This Idempotency-Key was used with another body.");
    }
    return rows.find(customer.id(), remembered.job());
  }

  private Destination destination(Customer customer, @Nullable AccountId pinned) {
    if (pinned != null) {
      return new Destination(queueOfPinned(customer, pinned), pinned);
    }
    if (!customer.plan().hasOneQueue()) {
      var account = rows.takeTurn(customer.id()).orElseThrow(Acceptance::noAccount);
      return new Destination(QueueId.ofAccount(account), account);
    }
    if (!rows.hasServingAccount(customer.id())) {
      throw noAccount();
    }
    return new Destination(QueueId.ofCustomer(customer.id()), null);
  }

  // A picture may lie on an account that has no queue of its own: a shared one.
  private QueueId queueOfPinned(Customer customer, AccountId pinned) {
    var ofAccount = QueueId.ofAccount(pinned);
    return !customer.plan().hasOneQueue() && rows.isQueueOf(customer.id(), ofAccount)
        ? ofAccount
        : QueueId.ofCustomer(customer.id());
  }

  private static Problem noAccount() {
    return Problem.conflict(
        "no-account", "No Discord account is linked that could run this job. Link one first.");
  }
}
