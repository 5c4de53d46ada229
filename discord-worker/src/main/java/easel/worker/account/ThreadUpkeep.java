package easel.worker.account;

import easel.common.message.Command;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.worker.claim.ClaimState;
import easel.worker.claim.Send;
import easel.worker.claim.Threads;
import easel.worker.claim.Written;
import easel.worker.gateway.Bot;
import easel.worker.gateway.Ears;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;

/// Makes the account's own threads, wakes threads, and uses those no more that are of no use.
final class ThreadUpkeep {
  private final Services services;
  private final AccountState state;
  private final ClaimWrites writes;
  private final ClaimSteps steps;
  private final AccountBot bot;
  private final AccountHealth health;
  private final Preparing preparing;
  private final Ears ears;

  ThreadUpkeep(
      Services services,
      AccountState state,
      ClaimWrites writes,
      ClaimSteps steps,
      AccountBot bot,
      AccountHealth health,
      Preparing preparing,
      Ears ears) {
    this.services = services;
    this.state = state;
    this.writes = writes;
    this.steps = steps;
    this.bot = bot;
    this.health = health;
    this.preparing = preparing;
    this.ears = ears;
  }

  /// Makes the account's threads before its jobs need them: at a first job it would wait for
  /// Discord.
  void makeAhead() {
    var listener = bot.listener();
    if (listener != null
        && health.isReady()
        && state.entry.linked()
        && !state.handingBack
        && state.threads.all().size() < state.entry.limit()) {
      create(listener);
    }
  }

  void create(Bot listener) {
    if (!preparing.mayAsk()) {
      return;
    }
    int ordinal = state.threads.nextOrdinal();
    long channel = Long.parseUnsignedLong(state.entry.channel());
    preparing.ask(
        listener.createThread(channel, "easel " + ordinal),
        "new thread",
        id -> {
          var made = new Threads.Known(id, channel, ordinal);
          state.threads.add(made);
          state.threads.setAwake(id, true);
          state.threads.asked(id, id);
          listener.listen(id, ears);
          services.log().threadMade(state.entry.id(), id);
          writes.write(
              () -> {
                services.threads().add(state.discordUser, made);
                return Written.DONE;
              },
              () -> {});
        });
  }

  void wake(Bot listener, long id) {
    if (!preparing.mayAsk()) {
      return;
    }
    preparing.ask(
        listener.wake(id),
        "waking a thread",
        exists -> {
          if (exists) {
            state.threads.setAwake(id, true);
          } else {
            gone(id);
          }
        });
  }

  void gone(long gone) {
    if (state.threads.isOwn(gone)) {
      retire(gone);
      return;
    }
    // A press in a thread that is gone: the job says so.
    state.jobs.values().stream()
        .filter(job -> job.state == ClaimState.CLAIMED)
        .filter(job -> pressChannel(job) == gone)
        .toList()
        .forEach(
            job ->
                steps.end(
                    job,
                    new JobEnd.Failed(
                        FailReason.INVALID_PARAMETER,
                        "The thread of the picture was deleted.",
                        false),
                    true));
  }

  private static long pressChannel(Job job) {
    return job.claim.body().command() instanceof Command.Press press
        ? Long.parseUnsignedLong(press.pressed().channel())
        : 0;
  }

  void retire(long id) {
    if (!state.threads.isOwn(id)) {
      return;
    }
    state.threads.remove(id);
    writes.write(
        () -> {
          services.threads().retire(id);
          return Written.DONE;
        },
        () -> {});
  }

  void retireThreadOf(Job job) {
    if (job.send != null && job.send.ownThread()) {
      retire(job.send.thread());
    }
  }

  /// The index that keeps a thread to one command says that this one has another: it is not used.
  <T> T guarded(@Nullable Send send, Supplier<T> write) {
    try {
      return write.get();
    } catch (DuplicateKeyException occupied) {
      if (send != null) {
        retire(send.thread());
      }
      throw occupied;
    }
  }
}
