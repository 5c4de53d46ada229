package easel.worker.account;

import easel.common.directory.AccountEntry;
import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.JobEnd;
import easel.common.message.Reply;
import easel.common.slot.Slots;
import easel.worker.claim.Claims;
import easel.worker.reply.Publisher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// What follows an end that is written: the places are freed, the dispatcher is hurried, and the
/// end is told until the broker has it.
public final class Endings implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Endings.class);
  private static final long GATHER_MILLIS = 200;

  private final Slots slots;
  private final Publisher publisher;
  private final DirectoryView directory;
  private final Claims claims;
  private final BlockingQueue<JobId> told = new LinkedBlockingQueue<>();
  private final List<JobId> gathered = new ArrayList<>();
  private final Executor beside;
  private final Thread noting = Thread.ofVirtual().name("told").unstarted(this::run);

  /// @param beside runs what Redis and RabbitMQ may keep waiting: the account goes on meanwhile
  public Endings(
      Slots slots, Publisher publisher, DirectoryView directory, Claims claims, Executor beside) {
    this.slots = slots;
    this.publisher = publisher;
    this.directory = directory;
    this.claims = claims;
    this.beside = beside;
  }

  public void start() {
    noting.start();
  }

  /// The end is fixed, but the place stays taken.
  void ended(JobId job, AccountId account, JobEnd end) {
    tell(job, account, end);
  }

  /// The claim is closed: the place is free.
  ///
  /// @param end null if it was told before
  void closed(Job job, @Nullable JobEnd end) {
    beside.execute(
        () -> {
          free(job.claim.discordUser(), job.queue(), job.id());
          directory
              .account(job.claim.account())
              .ifPresent(account -> hurry(account, job.queue(), job.id()));
          if (end != null) {
            tell(job.id(), job.claim.account(), end);
          }
        });
  }

  /// Frees what a repeat of an ended job took.
  void freeRepeat(AccountEntry account, QueueId queue, JobId job) {
    beside.execute(
        () -> {
          free(account.discordUser(), queue, job);
          hurry(account, queue, job);
        });
  }

  /// Frees the place that a repeat took on another account.
  void freeStray(AccountEntry account, QueueId queue, JobId job) {
    beside.execute(
        () -> {
          try {
            slots.freeOfAccount(account.discordUser(), job);
          } catch (RedisException unreached) {
            log.debug("the place of {} is freed at the next comparison", job, unreached);
          }
          hurry(account, queue, job);
        });
  }

  /// The dispatcher looks at who waits for that place.
  private void hurry(AccountEntry account, QueueId queue, JobId job) {
    publisher.freed(new Reply.PlaceFreed(job, queue, account.id()), account.pool());
  }

  private void free(String discordUser, QueueId queue, JobId job) {
    try {
      slots.free(discordUser, queue, job);
    } catch (RedisException unreached) {
      log.debug("places of {} are freed at the next comparison", job, unreached);
    }
  }

  /// Tells an end that is in the claim.
  public void tell(JobId job, @Nullable AccountId account, JobEnd end) {
    publisher.tell(new Reply.Ended(job, Instant.now(), account, end), () -> told.add(job));
  }

  /// Tells an end again, and calls back once the broker has it.
  public void tell(JobId job, @Nullable AccountId account, JobEnd end, Runnable whenConfirmed) {
    publisher.tell(
        new Reply.Ended(job, Instant.now(), account, end),
        () -> {
          told.add(job);
          whenConfirmed.run();
        });
  }

  private void run() {
    try {
      while (true) {
        if (gathered.isEmpty()) {
          gathered.add(told.take());
        }
        Thread.sleep(GATHER_MILLIS);
        noteTold();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// Notes which ends the broker has: once, for who drives this in place of its thread.
  public void noteTold() {
    told.drainTo(gathered, 1_000);
    if (gathered.isEmpty()) {
      return;
    }
    try {
      claims.told(gathered);
      gathered.clear();
    } catch (DataAccessException unreached) {
      log.debug("ends are noted as told later", unreached);
    }
  }

  @Override
  public void close() {
    noting.interrupt();
  }
}
