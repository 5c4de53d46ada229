package easel.worker.handover;

import easel.common.message.AccountMessage;
import easel.common.message.Reply;
import easel.common.message.Wire;
import easel.common.slot.Slots;
import easel.worker.account.AccountActor;
import easel.worker.account.Endings;
import easel.worker.account.Later;
import easel.worker.claim.Claim;
import easel.worker.claim.Claims;
import easel.worker.claim.Outage;
import easel.worker.reply.Publisher;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.redisson.client.RedisException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers questions about jobs, and requests to end them, by what their claims say. Any worker
/// does that for a job without an open claim; an open one is its owner's.
public final class Asks {
  private static final Logger log = LoggerFactory.getLogger(Asks.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final int MOST_FAILURES = 5;

  private final Claims claims;
  private final Slots slots;
  private final Publisher publisher;
  private final Endings endings;
  private final Function<Claim.Open, Optional<AccountActor>> owned;
  private final Executor beside;
  private final Later later;

  /// @param owned the account of an open claim, if this worker serves it
  /// @param beside runs what may have to wait for an answer
  /// @param later runs what is tried again
  public Asks(
      Claims claims,
      Slots slots,
      Publisher publisher,
      Endings endings,
      Function<Claim.Open, Optional<AccountActor>> owned,
      Executor beside,
      Later later) {
    this.claims = claims;
    this.slots = slots;
    this.publisher = publisher;
    this.endings = endings;
    this.owned = owned;
    this.beside = beside;
    this.later = later;
  }

  /// Takes a question to its job's owner.
  private interface ToOwner {
    void give(Claim.Open open, AccountMessage.Ask ask, Runnable whenAnswered);
  }

  /// Answers what came by the queue of a partition of this worker, elsewhere, and calls back once
  /// the answer or the question is safe.
  public void handle(AccountMessage.Ask ask, Runnable whenAnswered) {
    beside.execute(() -> handlePatiently(ask, whenAnswered, this::toAccount, 0));
  }

  /// The same for what came by a queue of all workers. A question about an open claim goes on by
  /// the queue of its partition: where the partition is lost before the answer, it comes again
  /// there.
  public void pass(AccountMessage.Ask ask, Runnable whenAnswered) {
    beside.execute(() -> handlePatiently(ask, whenAnswered, this::toPartition, 0));
  }

  private void toAccount(Claim.Open open, AccountMessage.Ask ask, Runnable whenAnswered) {
    owned
        .apply(open)
        .ifPresentOrElse(
            account -> account.ask(ask, whenAnswered),
            // It may come back at once, as long as the directory does not name the account.
            () -> later.run(RETRY, () -> toPartition(open, ask, whenAnswered)));
  }

  private void toPartition(Claim.Open open, AccountMessage.Ask ask, Runnable whenAnswered) {
    publisher.forward(open.partition(), ask, whenAnswered);
  }

  private void handlePatiently(
      AccountMessage.Ask ask, Runnable whenAnswered, ToOwner owner, int failures) {
    var failed = failures;
    try {
      if (answer(ask, whenAnswered, owner)) {
        return;
      }
    } catch (RuntimeException failure) {
      if (Outage.is(failure)) {
        log.debug("the question about {} waits for PostgreSQL", ask.job(), failure);
      } else if (++failed == MOST_FAILURES) {
        setAside(ask, failure, whenAnswered);
        return;
      }
    }
    int before = failed;
    later.run(RETRY, () -> handlePatiently(ask, whenAnswered, owner, before));
  }

  /// Our own handling of this question keeps failing: it must not hold up others. Whoever still
  /// wants to know asks again.
  private void setAside(AccountMessage.Ask ask, RuntimeException failed, Runnable whenAnswered) {
    log.atError()
        .addKeyValue("job", ask.job())
        .setCause(failed)
        .log("Question could not be answered {} times; put aside in dead-letters", MOST_FAILURES);
    publisher.deadLetter(Wire.write(ask), whenAnswered);
  }

  private boolean answer(AccountMessage.Ask ask, Runnable whenAnswered, ToOwner owner) {
    var claim = claims.find(ask.job());
    if (claim.isEmpty()) {
      return answerUnclaimed(ask, whenAnswered);
    }
    switch (claim.get()) {
      case Claim.Closed(var job, var account, var end, _) ->
          endings.tell(job, account, end, whenAnswered);
      case Claim.Open open -> owner.give(open, ask, whenAnswered);
    }
    return true;
  }

  private boolean answerUnclaimed(AccountMessage.Ask ask, Runnable whenAnswered) {
    return switch (ask) {
      case AccountMessage.Tell(var job, _) -> {
        publisher.say(new Reply.Unclaimed(job, Instant.now()));
        whenAnswered.run();
        yield true;
      }
      case AccountMessage.End(var job, var queue, var end) -> {
        if (!claims.endUnclaimed(job, end)) {
          yield false;
        }
        try {
          slots.noteEnded(queue, job);
          slots.freeOfQueue(queue, job);
        } catch (RedisException unreached) {
          log.debug("that {} ended is found out at its hand-over", job, unreached);
        }
        endings.tell(job, null, end, whenAnswered);
        yield true;
      }
    };
  }
}
