package easel.worker.account;

import easel.common.directory.AccountEntry;
import easel.common.message.AccountMessage;
import easel.worker.claim.Claim;
import easel.worker.claim.Fence;
import easel.worker.claim.Threads;
import easel.worker.gateway.Ears;
import easel.worker.track.SeenMessage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// One linked Discord account: its line, its threads, its sends and its jobs, to their ends.
///
/// All that happens to the account arrives in its mailbox and is looked at by its one thread, in
/// order; what takes time (Discord, history) is done elsewhere and comes back as a message. Writes
/// to claims are made in order and repeated while PostgreSQL is away; nothing is sent meanwhile.
public final class AccountActor implements Ears {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Services services;
  private final AccountState state;
  private final Mailbox mailbox = new Mailbox();
  private final ClaimWrites writes;
  private final Learned learned;
  private final AccountBot bot;
  private final AccountEar ear;
  private final ModeWatch mode;
  private final AccountHealth health;
  private final ThreadUpkeep upkeep;
  private final Tidying tidying;
  private final Following following;
  private final Sender sender;
  private final FoundClaims found;
  private final Arrivals arrivals;
  private final Questions questions;
  private final Deadlines deadlines;
  private final Thread thread;
  private final List<Claim.Open> inherited;

  private boolean adopted;
  private long restUntil;

  private @Nullable CompletableFuture<Void> handedBack;

  /// @param inherited the account's open claims, in line
  public AccountActor(
      Services services, Fence fence, AccountEntry entry, List<Claim.Open> inherited) {
    this.services = services;
    this.inherited = List.copyOf(inherited);
    this.state = new AccountState(fence, entry, services.now());
    this.writes = new ClaimWrites(services, state);
    var replies = new Replies(services);
    var steps = new ClaimSteps(services, state, writes, replies);
    this.learned = new Learned(services, state, writes);
    this.bot = new AccountBot(services, state, this);
    this.health = new AccountHealth(services, state, learned, bot);
    var preparing = new Preparing(services, state, mailbox);
    this.tidying = new Tidying(services, state, mailbox, bot);
    this.upkeep =
        new ThreadUpkeep(services, state, writes, steps, bot, health, preparing, tidying, this);
    var asides = new Asides(services, state, mailbox, health);
    var stops = new Stops(services, state, writes, replies, asides);
    var dialogs = new Dialogs(services, state, mailbox, steps, health, stops::ask);
    var place = new SendPlace(services, state, bot, health, preparing, upkeep, this);
    var shows = new Shows(services, state, place, asides);
    this.mode = new ModeWatch(services, state, learned, health, place, asides);
    this.following =
        new Following(
            services, state, mailbox, steps, replies, learned, bot, upkeep, health, dialogs, shows,
            mode);
    this.ear = new AccountEar(services, state, mailbox, health, following, dialogs);
    var uploading = new Uploading(services, state, steps, health, upkeep, preparing);
    this.sender =
        new Sender(
            services, state, mailbox, writes, steps, replies, bot, health, upkeep, place, uploading,
            following, stops, dialogs, shows, mode);
    this.found = new FoundClaims(services, state, replies, bot, following);
    this.arrivals =
        new Arrivals(services, state, writes, replies, steps, upkeep, place, sender, found);
    this.questions =
        new Questions(services, state, mailbox, writes, replies, steps, stops, found, arrivals);
    this.deadlines =
        new Deadlines(services, state, steps, replies, learned, health, upkeep, following, shows);
    this.restUntil = services.now();
    this.thread = Thread.ofVirtual().name("account-" + entry.id()).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /// A job was handed over; called back once the claim is durable.
  public void handOver(AccountMessage.HandOver handOver, Runnable whenClaimed) {
    mailbox.add(() -> arrivals.add(handOver, whenClaimed));
  }

  /// Somebody asks about a job of this account; called back once it was answered.
  public void ask(AccountMessage.Ask ask, Runnable whenAnswered) {
    mailbox.add(() -> questions.ask(ask, whenAnswered));
  }

  public void entryChanged(AccountEntry changed) {
    mailbox.add(() -> onEntry(changed));
  }

  /// Limits or pauses may have changed.
  public void lookAgain() {
    mailbox.add(state.fullQueues::clear);
  }

  /// Sends nothing more, and completes when the send under way is over.
  public CompletableFuture<Void> handBack() {
    var done = new CompletableFuture<Void>();
    mailbox.add(
        () -> {
          state.handingBack = true;
          handedBack = done;
        });
    return done;
  }

  /// Stops at once: somebody else may own the account now.
  public void stop() {
    mailbox.add(() -> state.stopped = true);
  }

  /// How many jobs are open. Asked by other threads: it may be a moment old.
  public int openJobs() {
    return state.jobs.size();
  }

  // What is heard

  @Override
  public void heard(SeenMessage message) {
    mailbox.add(() -> following.heard(message));
  }

  @Override
  public void deleted(long channel, long message) {
    mailbox.add(() -> following.deleted(message));
  }

  @Override
  public void threadChanged(long changed, ThreadState change) {
    mailbox.add(
        () -> {
          switch (change) {
            case AWAKE -> state.threads.setAwake(changed, services.now());
            case ARCHIVED -> state.threads.setAsleep(changed);
            case GONE -> upkeep.gone(changed);
          }
        });
  }

  @Override
  public void botChanged() {
    mailbox.add(health::assess);
  }

  @Override
  public void missed() {
    mailbox.add(
        () -> {
          state.threads.forgetWhatWasHeard();
          for (var job : state.jobs.values()) {
            job.heardAll = false;
            if (job.send != null) {
              job.historyWanted = true; // what is being read may be older than what was missed
              following.catchUp(job);
            }
          }
        });
  }

  // The loop

  private void run() {
    var goesOn = true;
    while (goesOn) {
      try {
        goesOn = turn(mailbox.next(untilWake()));
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        state.stopped = true;
        goesOn = turn(null);
      }
    }
  }

  /// One turn of the loop, without waiting, for who drives the account in place of its thread.
  ///
  /// @return false once the account has stopped: there is no other turn
  public boolean turn() {
    return turn(mailbox.next());
  }

  /// How long it is until a turn is due: 0 where something has arrived.
  public long untilTurn() {
    return mailbox.isEmpty() ? untilWake() : 0;
  }

  private boolean turn(@Nullable Runnable first) {
    if (!state.stopped) {
      lookAndWork(first);
    }
    if (!state.stopped) {
      return true;
    }
    bot.leave();
    ear.leave();
    if (handedBack != null) {
      handedBack.complete(null);
    }
    return false;
  }

  private void lookAndWork(@Nullable Runnable first) {
    try {
      adoptInherited();
      var next = first;
      while (next != null) {
        next.run();
        next = mailbox.next();
      }
      if (services.now() - state.databaseAt >= 0) {
        work();
      }
    } catch (DataAccessException | TransactionException unreached) {
      writes.databaseAway(unreached);
    } catch (RuntimeException unexpected) {
      // What fails without anything new would fail again at once, for ever.
      restUntil = services.now() + SECOND;
      services.log().failed(state.entry.id(), unexpected);
    }
  }

  private void work() {
    if (!state.loaded) {
      load();
    }
    writes.drain();
    ear.use();
    arrivals.takeAll();
    deadlines.onTime();
    sender.advance();
    upkeep.makeAhead();
    upkeep.retry();
    upkeep.tidyUp();
    writes.drain();
    if (state.handingBack && !state.postInFlight && !tidying.isUnderWay() && writes.isEmpty()) {
      state.stopped = true;
    }
  }

  private long untilWake() {
    long now = services.now();
    if (restUntil - now > 0) {
      return restUntil - now;
    }
    if (!state.loaded || !writes.isEmpty() || !arrivals.isEmpty()) {
      return Math.max(1, state.databaseAt - now);
    }
    long wake = Math.min(health.untilPublish(now), mode.untilDue(now));
    if (!state.jobs.isEmpty()) {
      wake = Math.min(wake, SECOND);
      if (state.nextSendAt - now > 0) {
        wake = Math.min(wake, state.nextSendAt - now);
      }
      for (var job : state.jobs.values()) {
        if (job.doubtUntil != null && job.doubtUntil - now > 0) {
          wake = Math.min(wake, job.doubtUntil - now);
        }
      }
    }
    return Math.max(1, wake);
  }

  /// Before anything else is heard: what becomes of them from now on, their rows as they were read
  /// do not say.
  private void adoptInherited() {
    if (!adopted) {
      for (var claim : inherited) {
        // Where an earlier turn failed half-way, some are taken up already.
        if (!state.jobs.containsKey(claim.job())) {
          found.adopt(claim);
        }
      }
      adopted = true;
    }
  }

  private void load() {
    learned.load();
    mode.limit();
    for (var known : services.threads().of(state.discordUser)) {
      state.threads.add(known);
      bot.listen(known.id()); // an entry that came first has brought the bot already
    }
    state.loaded = true;
    if (!inherited.isEmpty()) {
      services.log().tookUp(state.entry.id(), inherited.size());
    }
    onEntry(state.entry);
    state.jobs.values().stream().filter(job -> job.send != null).forEach(following::catchUp);
  }

  // How the account is

  private void onEntry(AccountEntry changed) {
    boolean moved = !changed.channel().equals(state.entry.channel());
    state.entry = changed;
    if (moved || !state.threads.all().isEmpty()) {
      var elsewhere =
          state.threads.all().stream()
              .filter(known -> known.channel() != Long.parseUnsignedLong(state.entry.channel()))
              .map(Threads.Known::id)
              .toList();
      elsewhere.forEach(upkeep::retire);
    }
    bot.use();
    health.assess();
  }
}
