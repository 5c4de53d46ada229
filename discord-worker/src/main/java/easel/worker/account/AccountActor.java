package easel.worker.account;

import easel.common.directory.AccountEntry;
import easel.common.id.QueueId;
import easel.common.message.AccountMessage;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.common.message.Reply;
import easel.common.message.Wire;
import easel.worker.claim.Claim;
import easel.worker.claim.ClaimState;
import easel.worker.claim.Claiming;
import easel.worker.claim.Fence;
import easel.worker.claim.NewClaim;
import easel.worker.claim.Send;
import easel.worker.claim.Threads;
import easel.worker.gateway.Ears;
import easel.worker.track.SeenMessage;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.dao.UncategorizedDataAccessException;
import org.springframework.transaction.TransactionException;

/// One linked Discord account: its line, its threads, its sends and its jobs, to their ends.
///
/// All that happens to the account arrives in its mailbox and is looked at by its one thread, in
/// order; what takes time (Discord, history) is done elsewhere and comes back as a message. Writes
/// to claims are made in order and repeated while PostgreSQL is away; nothing is sent meanwhile.
public final class AccountActor implements Ears {
  private static final long SECOND = 1_000_000_000L;
  private static final long RETRY_DATABASE = SECOND / 2;
  private static final long QUIET_CATCH_UP = 60 * SECOND;
  private static final long LONGEST_DOUBT = 60 * SECOND;
  private static final int RELAXED_PATIENCE = 3;
  private static final int MOST_FAILURES = 5;

  private final Services services;
  private final AccountState state;
  private final Mailbox mailbox = new Mailbox();
  private final ClaimWrites writes;
  private final Replies replies;
  private final ClaimSteps steps;
  private final Learned learned;
  private final AccountBot bot;
  private final AccountHealth health;
  private final ThreadUpkeep upkeep;
  private final SendPlace place;
  private final Following following;
  private final Stops stops;
  private final Sender sender;
  private final Thread thread;

  private final Deque<Arrival> arrivals = new ArrayDeque<>();
  private final List<Claim.Open> inherited;

  private @Nullable CompletableFuture<Void> handedBack;
  private long nextLookAt;

  /// A hand-over whose claim is not durable yet.
  private static final class Arrival {
    private final AccountMessage.HandOver handOver;
    private final Runnable whenClaimed;
    private int failures;

    private Arrival(AccountMessage.HandOver handOver, Runnable whenClaimed) {
      this.handOver = handOver;
      this.whenClaimed = whenClaimed;
    }
  }

  /// @param inherited the account's open claims, in line
  public AccountActor(
      Services services, Fence fence, AccountEntry entry, List<Claim.Open> inherited) {
    this.services = services;
    this.inherited = List.copyOf(inherited);
    this.state = new AccountState(fence, entry);
    this.writes = new ClaimWrites(state);
    this.replies = new Replies(services);
    this.steps = new ClaimSteps(services, state, writes, replies);
    this.learned = new Learned(services, state, writes);
    this.bot = new AccountBot(services, state, this);
    this.health = new AccountHealth(services, state, learned, bot);
    var preparing = new Preparing(services, state, mailbox);
    this.upkeep = new ThreadUpkeep(services, state, writes, steps, bot, health, preparing, this);
    this.place = new SendPlace(services, state, bot, health, preparing, upkeep, this);
    this.following = new Following(services, state, mailbox, steps, replies, learned, bot, upkeep);
    this.stops = new Stops(services, state, mailbox, writes, replies, health);
    this.sender =
        new Sender(
            services, state, mailbox, writes, steps, replies, bot, health, upkeep, place, following,
            stops);
    this.nextLookAt = System.nanoTime();
    this.thread = Thread.ofVirtual().name("account-" + entry.id()).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /// A job was handed over; called back once the claim is durable.
  public void handOver(AccountMessage.HandOver handOver, Runnable whenClaimed) {
    mailbox.add(() -> arrivals.add(new Arrival(handOver, whenClaimed)));
  }

  /// Somebody asks about a job of this account; called back once it was answered.
  public void ask(AccountMessage.Ask ask, Runnable whenAnswered) {
    mailbox.add(() -> onAsk(ask, whenAnswered));
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

  /// How many jobs are open.
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
    // The start is deleted when its picture is there, before or after: that says nothing.
  }

  @Override
  public void threadChanged(long changed, ThreadState now) {
    mailbox.add(
        () -> {
          switch (now) {
            case AWAKE -> state.threads.setAwake(changed, true);
            case ARCHIVED -> state.threads.setAwake(changed, false);
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
          state.threads.forgetAwake();
          for (var job : state.jobs.values()) {
            job.heardAll = false;
            if (job.send != null) {
              following.catchUp(job);
            }
          }
        });
  }

  // The loop

  private void run() {
    while (!state.stopped) {
      try {
        var next = mailbox.next(untilWake());
        while (next != null) {
          next.run();
          next = mailbox.next();
        }
        if (System.nanoTime() - state.databaseAt >= 0) {
          work();
        }
      } catch (DataAccessException | TransactionException unreached) {
        services.log().databaseAway(unreached);
        state.databaseAt = System.nanoTime() + RETRY_DATABASE;
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        state.stopped = true;
      } catch (RuntimeException unexpected) {
        services.log().failed(state.entry.id(), unexpected);
      }
    }
    bot.leave();
    if (handedBack != null) {
      handedBack.complete(null);
    }
  }

  private void work() {
    if (!state.loaded) {
      load();
    }
    writes.drain();
    while (!arrivals.isEmpty() && !state.stopped) {
      take(arrivals.getFirst());
      arrivals.removeFirst();
    }
    onTime();
    sender.advance();
    upkeep.makeAhead();
    writes.drain();
    if (state.handingBack && !state.postInFlight && writes.isEmpty()) {
      state.stopped = true;
    }
  }

  private long untilWake() {
    long now = System.nanoTime();
    if (!state.loaded || !writes.isEmpty() || !arrivals.isEmpty()) {
      return Math.max(1, state.databaseAt - now);
    }
    long wake = health.untilPublish(now);
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

  private void load() {
    learned.load();
    services.threads().of(state.discordUser).forEach(state.threads::add);
    for (var claim : inherited) {
      if (!state.jobs.containsKey(claim.job())) {
        adopt(claim);
      }
    }
    state.loaded = true;
    if (!inherited.isEmpty()) {
      services.log().tookUp(state.entry.id(), inherited.size());
    }
    onEntry(state.entry);
    state.jobs.values().stream().filter(job -> job.send != null).forEach(following::catchUp);
  }

  // Hand-over

  private void take(Arrival arrival) {
    try {
      claim(arrival);
    } catch (RuntimeException failed) {
      if (isOutage(failed) || ++arrival.failures < MOST_FAILURES) {
        throw failed;
      }
      services.log().failed(state.entry.id(), failed);
      giveUpPoison(arrival);
    }
  }

  /// Our own handling of this message keeps failing: it is put aside, its job ends, the line goes
  /// on.
  private void giveUpPoison(Arrival arrival) {
    var job = arrival.handOver.job();
    var end = new JobEnd.Failed(FailReason.INTERNAL, "Easel could not handle this job.", false);
    if (services.claims().endUnclaimed(job.job(), end)) {
      services.endings().freeRepeat(Optional.of(state.discordUser), job.queue(), job.job());
      services.endings().tell(job.job(), arrival.handOver.account(), end);
    }
    services.publisher().deadLetter(Wire.write(arrival.handOver), arrival.whenClaimed);
  }

  private static boolean isOutage(RuntimeException failed) {
    return failed instanceof TransientDataAccessException
        || failed instanceof RecoverableDataAccessException
        || failed instanceof NonTransientDataAccessResourceException
        || failed instanceof UncategorizedDataAccessException
        || failed instanceof TransactionException;
  }

  private void claim(Arrival arrival) {
    var body = arrival.handOver.job();
    var known = state.jobs.get(body.job());
    if (known != null) {
      replies.say(known);
      arrival.whenClaimed.run();
      return;
    }
    var claim = new NewClaim(body, arrival.handOver.account(), state.discordUser);
    var account = services.directory().account(claim.account()).orElse(state.entry);
    long begun = System.nanoTime();
    var send = sendAtOnce(claim);
    var room = services.directory().room(account, body.queue());
    var claiming =
        upkeep.guarded(send, () -> services.claims().claim(state.fence, claim, send, room));
    switch (claiming) {
      case Claiming.Waits(long place) -> {
        var job = new Job(claim, place);
        state.add(job);
        arrival.whenClaimed.run();
        services.log().claimed(job.id(), claim.account());
        services.publisher().say(new Reply.Claimed(job.id(), Instant.now(), claim.account()));
        Unsendable.reason(body.command())
            .ifPresent(
                why ->
                    steps.end(
                        job, new JobEnd.Failed(FailReason.INVALID_PARAMETER, why, false), true));
      }
      case Claiming.Begun(long place) -> {
        var job = new Job(claim, place);
        state.add(job);
        sender.begin(job, send, begun);
        arrival.whenClaimed.run();
      }
      case Claiming.Known(var found) -> {
        answer(found, body.queue());
        arrival.whenClaimed.run();
      }
      case Claiming.NotOwner _ -> state.stopped = true;
    }
  }

  /// The send of a job that nobody is before in line, if all that it needs is at hand.
  private @Nullable Send sendAtOnce(NewClaim claim) {
    if (!sender.mayPost()
        || Unsendable.reason(claim.body().command()).isPresent()
        || state.jobs.values().stream().anyMatch(job -> job.state == ClaimState.CLAIMED)) {
      return null;
    }
    var probe = new Job(claim, Long.MAX_VALUE);
    state.line.put(probe.line, probe);
    try {
      return isNext(probe) ? place.prepare(claim).orElse(null) : null;
    } finally {
      state.line.remove(probe.line);
    }
  }

  private boolean isNext(Job probe) {
    if (state.next().filter(probe::equals).isPresent()) {
      return true;
    }
    // A limit may just have been raised.
    services.directory().refresh();
    services.directory().account(state.entry.id()).ifPresent(changed -> state.entry = changed);
    state.fullQueues.clear();
    return state.next().filter(probe::equals).isPresent();
  }

  /// Answers a repeat with what its row says.
  private void answer(Claim found, QueueId queue) {
    switch (found) {
      case Claim.Closed(var job, var account, var end, _) -> {
        services.endings().freeRepeat(Optional.of(state.discordUser), queue, job);
        services.endings().tell(job, account, end);
      }
      case Claim.Open open when !open.discordUser().equals(state.discordUser) -> {
        services.endings().freeStray(state.discordUser, open.job());
        services.publisher().say(new Reply.Claimed(open.job(), Instant.now(), open.account()));
      }
      case Claim.Open open -> replies.say(adopt(open));
    }
  }

  private Job adopt(Claim.Open open) {
    long now = System.nanoTime();
    var job = Job.adopt(open, now, services.settings().quarantine().toNanos());
    state.add(job);
    if (job.send != null) {
      state.tracker.await(
          job.awaited(job.send)
              .begunBy(open.progress().startMessage(), open.progress().midjourneyJob()));
      bot.listen(job.send.thread());
    }
    if (job.state == ClaimState.SENDING) {
      job.doubtUntil = now + Doubt.WAIT;
      services.log().inDoubt(job.id(), open.account(), "found SENDING at the take-over");
      following.catchUp(job);
    }
    if (job.state == ClaimState.ENDED && job.end != null && !open.told()) {
      services.endings().ended(job.id(), open.account(), job.end);
    }
    return job;
  }

  // Questions

  private void onAsk(AccountMessage.Ask ask, Runnable whenAnswered) {
    var job = state.jobs.get(ask.job());
    if (job != null) {
      answer(ask, job);
      whenAnswered.run();
      return;
    }
    Optional<Claim> found;
    try {
      // Read here and now: what the asker found open may have been closed by us since, and must
      // not be taken up again.
      found = services.claims().find(ask.job());
    } catch (DataAccessException unreached) {
      mailbox.add(() -> onAsk(ask, whenAnswered));
      throw unreached;
    }
    found.ifPresent(
        claim -> {
          if (claim instanceof Claim.Open open && open.discordUser().equals(state.discordUser)) {
            answer(ask, adopt(open));
          } else {
            answer(claim, ask.queue());
          }
        });
    whenAnswered.run();
  }

  private void answer(AccountMessage.Ask ask, Job job) {
    switch (ask) {
      case AccountMessage.Tell _ -> replies.say(job);
      case AccountMessage.End(_, _, var end) -> onEndAsked(job, end);
    }
  }

  private void onEndAsked(Job job, JobEnd end) {
    if (job.end != null) {
      replies.say(job);
      return;
    }
    if (job.state == ClaimState.CLAIMED) {
      steps.end(job, end, true);
      return;
    }
    if (!(end instanceof JobEnd.Cancelled)) {
      replies.notStopped(job, "its command is with Midjourney already");
      return;
    }
    if (!job.isImagine() && job.startMessage == null) {
      replies.notStopped(job, "Midjourney shows no way to stop it");
      return;
    }
    stops.ask(job);
  }

  // Time

  private void onTime() {
    long now = System.nanoTime();
    health.republish(now);
    if (state.jobs.isEmpty()) {
      return;
    }
    if (now - nextLookAt >= 0) {
      nextLookAt = now + SECOND;
      state.fullQueues.clear();
    }
    for (var job : List.copyOf(state.jobs.values())) {
      switch (job.state) {
        case CLAIMED -> whileWaiting(job, now);
        case SENDING -> whileSending(job, now);
        case TRACKING -> whileTracking(job, now);
        case ENDED -> {
          if (now - job.closeBy >= 0) {
            steps.close(job);
          }
        }
        case CLOSED -> {}
      }
    }
  }

  private void whileWaiting(Job job, long now) {
    var account = services.directory().account(job.claim.account());
    if (account.isPresent() && !account.get().linked() && services.directory().now().complete()) {
      steps.end(job, unavailable("Its account was unlinked."), true);
      return;
    }
    if (!health.isReady()
        && now - health.troubleSince() > services.settings().accountPatience().toNanos()
        && othersServe(job)) {
      steps.end(job, unavailable("Its account needs attention: " + health.attention()), true);
      return;
    }
    if (state.jobs.values().stream()
        .anyMatch(other -> other.state == ClaimState.ENDED && other.readsLike(job))) {
      steps.end(
          job,
          new JobEnd.Failed(
              FailReason.NO_ANSWER,
              "An equal press on this picture was not answered, and its result may still come: try again later.",
              false),
          true);
    }
  }

  private static JobEnd unavailable(String why) {
    return new JobEnd.Failed(FailReason.ACCOUNT_UNAVAILABLE, why, false);
  }

  private boolean othersServe(Job job) {
    return job.claim.body().pinned() != null
        || services
            .directory()
            .now()
            .accountsOf(state.entry.pool())
            .anyMatch(other -> other.usable() && !other.id().equals(state.entry.id()));
  }

  private void whileSending(Job job, long now) {
    if (now - job.lastSign > SECOND / 2) {
      replies.tellSending(job);
    }
    var until = job.doubtUntil;
    if (until == null || now - until < 0) {
      return;
    }
    // The history that counts is read after the wait.
    if (job.lastCatchUp - until < 0) {
      if (now - until < LONGEST_DOUBT) {
        following.catchUp(job);
        return;
      }
    }
    var send = job.send;
    boolean senderIsGone =
        send != null
            && (services.presence().wasOurs(send.sender())
                || services.leases().isGone(send.sender()));
    boolean read = job.lastCatchUp - until >= 0;
    var decision =
        Doubt.decide(
            job.isImagine() && read,
            learned.notes().beginsInPublic(),
            job.inDoubtBefore,
            senderIsGone);
    services.log().doubtDecided(job.id(), decision.name());
    switch (decision) {
      case SEND_AGAIN -> steps.takeBack(job, true);
      case NEVER -> {
        job.lastSign = now;
        steps.track(job, false);
      }
    }
  }

  private void whileTracking(Job job, long now) {
    replies.tellProgress(job, now);
    long silence = now - job.lastSign;
    long patience = patience(job);
    if (silence > patience) {
      if (now - job.lastCatchUp > Math.min(patience, 10 * SECOND)
          && !job.catchingUp
          && bot.listener() != null) {
        // One last look before it is given up.
        job.lastCatchUp = now;
        following.catchUp(job);
        return;
      }
      if (!job.catchingUp) {
        giveUp(job);
      }
      return;
    }
    if (silence > QUIET_CATCH_UP && now - job.lastCatchUp > QUIET_CATCH_UP) {
      following.catchUp(job);
    }
  }

  private long patience(Job job) {
    if (!job.signSeen && job.isImagine() && learned.notes().beginsInPublic()) {
      return services.settings().firstSignTimeout().toNanos();
    }
    return services.settings().silenceTimeout().toNanos()
        * (job.claim.relaxed() ? RELAXED_PATIENCE : 1);
  }

  private void giveUp(Job job) {
    upkeep.retireThreadOf(job);
    var sent = job.sent();
    if (job.stopPressed) {
      steps.end(job, new JobEnd.Cancelled(sent), false);
      return;
    }
    steps.end(
        job,
        job.signSeen
            ? new JobEnd.Failed(FailReason.TIMEOUT, "Midjourney went silent.", sent)
            : new JobEnd.Failed(FailReason.NO_ANSWER, "Midjourney did not answer.", sent),
        false);
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
