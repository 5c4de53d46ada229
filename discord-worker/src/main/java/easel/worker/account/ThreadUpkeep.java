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
import easel.worker.gateway.ThreadAnswer;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;

/// Makes the account's own threads, wakes threads, and uses those no more that are of no use.
///
/// A server has room for so many active threads. Where it is full, one of the account's own that is
/// idle makes room for the one that is needed. Where there is none, but commands are under way,
/// what waits is sent in their threads; an account that has no thread at all says so, and asks
/// again.
final class ThreadUpkeep {
  private static final long NEXT_ROOM = TimeUnit.SECONDS.toNanos(30);

  private final Services services;
  private final AccountState state;
  private final ClaimWrites writes;
  private final ClaimSteps steps;
  private final AccountBot bot;
  private final AccountHealth health;
  private final Preparing preparing;
  private final Tidying tidying;
  private final Ears ears;

  /// By `nanoTime`: when Discord is asked for a thread again, after its server was full.
  private long roomFrom;

  /// The thread that could not be woken; 0 where none could be made.
  private long refused;

  ThreadUpkeep(
      Services services,
      AccountState state,
      ClaimWrites writes,
      ClaimSteps steps,
      AccountBot bot,
      AccountHealth health,
      Preparing preparing,
      Tidying tidying,
      Ears ears) {
    this.services = services;
    this.state = state;
    this.writes = writes;
    this.steps = steps;
    this.bot = bot;
    this.health = health;
    this.preparing = preparing;
    this.tidying = tidying;
    this.ears = ears;
    this.roomFrom = services.now();
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

  /// Whether a command can be sent in a thread: in what was put away only once it was woken,
  /// whatever the gateway says meanwhile.
  boolean isAwake(Bot listener, long id) {
    return !state.threads.isPutAway(id)
        && (state.threads.isAwake(id, services.now()) || listener.isAwake(id));
  }

  void create(Bot listener) {
    if (!mayAskForRoom()) {
      return;
    }
    int ordinal = state.threads.nextOrdinal();
    long channel = Long.parseUnsignedLong(state.entry.channel());
    preparing.ask(
        listener.createThread(channel, "easel " + ordinal),
        "new thread",
        answer -> {
          switch (answer) {
            case ThreadAnswer.Awake(var id) ->
                made(listener, new Threads.Known(id, channel, ordinal));
            case ThreadAnswer.Gone _ -> preparing.askLater();
            case ThreadAnswer.ServerFull _ -> waitForRoom(0);
          }
        });
  }

  private void made(Bot listener, Threads.Known made) {
    long id = made.id();
    state.threads.add(made);
    state.threads.setAwake(id, services.now());
    state.threads.asked(id, id);
    listener.listen(id, ears);
    health.hasNoThread(false);
    services.log().threadMade(state.entry.id(), id);
    writes.write(
        () -> {
          services.threads().add(state.discordUser, made);
          return Written.DONE;
        },
        () -> {});
  }

  void wake(Bot listener, long id) {
    if (!mayAskForRoom()) {
      return;
    }
    preparing.ask(
        listener.wake(id),
        "waking a thread",
        answer -> {
          switch (answer) {
            case ThreadAnswer.Awake _ -> {
              state.threads.woken(id, services.now());
              health.hasNoThread(false);
            }
            case ThreadAnswer.Gone _ -> {
              gone(id);
              health.hasNoThread(false);
            }
            case ThreadAnswer.ServerFull _ -> makeRoom(listener, id);
          }
        });
  }

  /// What is being put away is neither woken meanwhile, nor is its place free yet.
  private boolean mayAskForRoom() {
    return preparing.mayAsk() && !tidying.isUnderWay() && services.now() - roomFrom >= 0;
  }

  private void makeRoom(Bot listener, long wanted) {
    var inUse = tidying.inUse();
    var idle =
        state.threads.all().stream()
            .map(Threads.Known::id)
            .filter(id -> id != wanted && !inUse.contains(id) && isAwake(listener, id))
            .reduce((_, last) -> last);
    if (idle.isPresent()) {
      tidying.putAway(listener, idle.get());
    } else {
      waitForRoom(wanted);
    }
  }

  private void waitForRoom(long wanted) {
    roomFrom = services.now() + NEXT_ROOM;
    refused = wanted;
    services.log().serverFull(state.entry.id());
    boolean works = state.jobs.values().stream().anyMatch(job -> job.send != null);
    boolean canWork = wanted == 0 && !state.threads.all().isEmpty();
    health.hasNoThread(!works && !canWork);
  }

  /// Asks again for what the account needs before it can take any job.
  void retry() {
    var listener = bot.listener();
    if (listener == null
        || !health.hasNoThread()
        || !bot.isConnected()
        || !state.entry.linked()
        || state.handingBack) {
      return;
    }
    if (refused == 0) {
      create(listener);
    } else {
      wake(listener, refused);
    }
  }

  /// Archives what the account needs no more; an account that was unlinked forgets its threads once
  /// they are.
  void tidyUp() {
    var listener = bot.listener();
    boolean linked = state.entry.linked();
    if (listener != null && bot.isConnected()) {
      tidying.advance(listener, linked ? state.entry.limit() : 0);
    }
    if (!linked && state.jobs.isEmpty() && !tidying.isUnderWay() && !tidying.canStillArchive()) {
      state.threads.all().stream().map(Threads.Known::id).toList().forEach(this::retire);
    }
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
    state.threads.retire(id);
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
