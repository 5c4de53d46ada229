package easel.worker.account;

import static easel.worker.account.Account.SECOND;
import static easel.worker.account.Account.now;

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
import easel.worker.gateway.Ears;
import easel.worker.track.SeenMessage;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.dao.UncategorizedDataAccessException;
import org.springframework.transaction.TransactionException;

/// One linked Discord account: its line, its sends and its jobs, to their ends.
///
/// All that happens to the account arrives in its mailbox and is looked at by its one thread, in
/// order; what takes time (Discord, history) is done elsewhere and comes back as a message. Writes
/// to claims are made in order and repeated while PostgreSQL is away; nothing is sent meanwhile.
public final class AccountActor implements Ears {
  private static final int MOST_FAILURES = 5;

  private final BlockingQueue<Runnable> mailbox = new LinkedBlockingQueue<>();
  private final Deque<Arrival> arrivals = new ArrayDeque<>();
  private final Services services;
  private final Account account;
  private final Condition condition;
  private final Preparation preparation;
  private final ClaimSteps steps;
  private final CatchUp catchUp;
  private final Sending sending;
  private final Following following;
  private final Thread thread;
  private List<Claim.Open> inherited;
  private boolean loaded;
  private @Nullable CompletableFuture<Void> handedBack;
  private long lookAgainAt = now();

  /// A hand-over whose claim is not durable yet.
  private static final class Arrival {
    private final AccountMessage.HandOver handOver;
    private final Runnable whenClaimed;
    private int failures;

    /// Whether an earlier attempt may have been committed though its answer was lost.
    private boolean uncertainRow;

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
    this.account = new Account(services, fence, entry, mailbox::add);
    this.condition = new Condition(account, this);
    this.preparation = new Preparation(account, condition);
    this.steps = new ClaimSteps(account, preparation);
    this.catchUp = new CatchUp(account, condition, this::onHeard);
    this.sending = new Sending(account, condition, preparation, steps, catchUp);
    this.following = new Following(account, condition, steps, catchUp);
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
    mailbox.add(account.jobs::forgetFull);
  }

  /// Begins nothing more, and completes when the send under way is over.
  public CompletableFuture<Void> handBack() {
    var done = new CompletableFuture<Void>();
    mailbox.add(
        () -> {
          account.handingBack = true;
          handedBack = done;
        });
    return done;
  }

  /// Stops at once: somebody else may own the account now.
  public void stop() {
    mailbox.add(() -> account.stopped = true);
  }

  /// How many jobs are open.
  public int openJobs() {
    return account.jobs.size();
  }

  // What is heard

  @Override
  public void heard(SeenMessage message) {
    mailbox.add(() -> onHeard(message));
  }

  private void onHeard(SeenMessage message) {
    if (!message.isEphemeral()) {
      account.threads.heard(message.channel(), message.id());
    }
    account.tracker.see(message).ifPresent(following::onSign);
  }

  @Override
  public void deleted(long channel, long message) {
    // The start is deleted when its picture is there, before or after: that says nothing.
  }

  @Override
  public void threadChanged(long changed, ThreadState state) {
    mailbox.add(
        () -> {
          switch (state) {
            case AWAKE -> account.threads.setAwake(changed, true);
            case ARCHIVED -> account.threads.setAwake(changed, false);
            case GONE -> preparation.gone(changed);
          }
        });
  }

  @Override
  public void botChanged() {
    mailbox.add(condition::assess);
  }

  @Override
  public void missed() {
    mailbox.add(
        () -> {
          account.threads.forgetAwake();
          for (var job : account.jobs.all()) {
            job.heardAll = false;
            catchUp.read(job);
          }
        });
  }

  // The loop

  private void run() {
    while (!account.stopped) {
      try {
        var next = mailbox.poll(nanosUntilWake(), TimeUnit.NANOSECONDS);
        while (next != null && !account.stopped) {
          next.run();
          next = mailbox.poll();
        }
        if (account.writes.isReachable()) {
          work();
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        account.stopped = true;
      } catch (RuntimeException failed) {
        if (isOutage(failed)) {
          account.writes.away(failed);
        } else {
          services.log().failed(account.entry.id(), failed);
        }
      }
    }
    condition.leaveBot();
    if (handedBack != null) {
      handedBack.complete(null);
    }
  }

  private void work() {
    if (!loaded) {
      load();
    }
    account.writes.drain();
    while (!arrivals.isEmpty() && !account.stopped) {
      take(arrivals.getFirst());
      arrivals.removeFirst();
    }
    onTime();
    sending.advance();
    preparation.makeThreadsAhead();
    if (account.handingBack && !sending.isRequestUnderWay() && account.writes.isEmpty()) {
      account.stopped = true;
    }
  }

  private static boolean isOutage(RuntimeException failed) {
    return failed instanceof TransientDataAccessException
        || failed instanceof RecoverableDataAccessException
        || failed instanceof NonTransientDataAccessResourceException
        || failed instanceof UncategorizedDataAccessException
        || failed instanceof TransactionException;
  }

  private long nanosUntilWake() {
    if (!loaded || !account.writes.isEmpty() || !arrivals.isEmpty()) {
      return Math.max(1, account.writes.nanosUntilReachable());
    }
    long now = now();
    long wake = Math.min(condition.nanosUntilDue(), SECOND * 5);
    if (!account.jobs.isEmpty()) {
      wake = Math.min(wake, SECOND);
      if (sending.nanosUntilNext() > 0) {
        wake = Math.min(wake, sending.nanosUntilNext());
      }
      for (var job : account.jobs.all()) {
        if (job.doubtUntil != null && job.doubtUntil - now > 0) {
          wake = Math.min(wake, job.doubtUntil - now);
        }
      }
    }
    return Math.max(1, wake);
  }

  private void load() {
    condition.load();
    services.threads().of(account.discordUser).forEach(account.threads::add);
    var claims = inherited;
    inherited = List.of();
    loaded = true;
    onEntry(account.entry);
    claims.forEach(this::adopt);
    if (!claims.isEmpty()) {
      services.log().tookUp(account.entry.id(), claims.size());
    }
  }

  private void onEntry(AccountEntry changed) {
    preparation.useChannel(Long.parseUnsignedLong(changed.channel()));
    condition.change(changed);
  }

  // Hand-over

  private void take(Arrival arrival) {
    try {
      claim(arrival);
    } catch (RuntimeException failed) {
      arrival.uncertainRow = true;
      if (isOutage(failed) || ++arrival.failures < MOST_FAILURES) {
        throw failed;
      }
      services.log().failed(account.entry.id(), failed);
      giveUpPoison(arrival);
    }
  }

  /// Our own handling of this message keeps failing: it is put aside, its job ends, the line goes
  /// on.
  private void giveUpPoison(Arrival arrival) {
    var job = arrival.handOver.job();
    var end = new JobEnd.Failed(FailReason.INTERNAL, "Easel could not handle this job.", false);
    if (services.claims().endUnclaimed(job.job(), end)) {
      services.endings().freeRepeat(Optional.of(account.discordUser), job.queue(), job.job());
      services.endings().tell(job.job(), arrival.handOver.account(), end);
    }
    services.publisher().deadLetter(Wire.write(arrival.handOver), arrival.whenClaimed);
  }

  private void claim(Arrival arrival) {
    var body = arrival.handOver.job();
    var known = account.jobs.get(body.job());
    if (known != null) {
      say(known);
      arrival.whenClaimed.run();
      return;
    }
    var claim = new NewClaim(body, arrival.handOver.account(), account.discordUser);
    var candidate = new Job(claim, Long.MAX_VALUE);
    long begun = now();
    var send = sending.atOnce(candidate);
    var room = sending.room(candidate);
    var claiming =
        sending.guarded(send, () -> services.claims().claim(account.fence, claim, send, room));
    switch (claiming) {
      case Claiming.Waits(long place) -> {
        account.jobs.add(new Job(claim, place));
        services.log().claimed(body.job(), claim.account());
        services.publisher().say(new Reply.Claimed(body.job(), Instant.now(), claim.account()));
      }
      case Claiming.Begun(long place) -> {
        if (send == null) {
          throw new IllegalStateException("a claim was begun without a send: " + body.job());
        }
        var job = new Job(claim, place);
        account.jobs.add(job);
        sending.begin(job, send, begun);
      }
      case Claiming.Known(var found) -> answer(found, body.queue(), arrival.uncertainRow);
      case Claiming.NotOwner _ -> {
        account.stopped = true;
        return;
      }
    }
    arrival.whenClaimed.run();
  }

  /// Answers a repeat with what its row says.
  ///
  /// @param ours whether the row may be of an attempt of ours whose answer was lost: then no
  ///   request followed it
  private void answer(Claim found, QueueId queue, boolean ours) {
    switch (found) {
      case Claim.Closed(var job, var ranOn, var end, _) -> {
        services.endings().freeRepeat(Optional.of(account.discordUser), queue, job);
        services.endings().tell(job, ranOn, end);
      }
      case Claim.Open open when !open.discordUser().equals(account.discordUser) -> {
        services.endings().freeStray(account.discordUser, open.job());
        services.publisher().say(new Reply.Claimed(open.job(), Instant.now(), open.account()));
      }
      case Claim.Open open when ours && open.state() == ClaimState.SENDING -> {
        var job =
            new Job(new NewClaim(open.body(), open.account(), open.discordUser()), open.line());
        account.jobs.add(job);
        job.uncertainRow = true;
        say(job);
      }
      case Claim.Open open -> say(adopt(open));
    }
  }

  /// Takes up a claim that nobody here follows yet.
  private Job adopt(Claim.Open open) {
    var known = account.jobs.get(open.job());
    if (known != null) {
      return known;
    }
    var job =
        Job.adopt(open, account.entry.server(), now(), services.settings().quarantine().toNanos());
    account.jobs.add(job);
    if (job.send == null) {
      return job;
    }
    account.tracker.await(
        job.awaited(job.send)
            .begunBy(open.progress().startMessage(), open.progress().midjourneyJob()));
    condition.listen(job.send.thread());
    sending.lastBegan(open.sinceBegun());
    switch (job.state) {
      case SENDING -> sending.doubt(job, "found SENDING when it was taken up");
      case ENDED -> {
        if (job.end != null && !open.told()) {
          services.endings().ended(job.id(), open.account(), job.end);
        }
        catchUp.read(job);
      }
      case CLAIMED, TRACKING, CLOSED -> catchUp.read(job);
    }
    return job;
  }

  private void say(Job job) {
    var at = Instant.now();
    var ranOn = job.claim.account();
    var publisher = services.publisher();
    switch (job.state) {
      case CLAIMED -> publisher.say(new Reply.Claimed(job.id(), at, ranOn));
      case SENDING -> publisher.say(new Reply.Sending(job.id(), at, ranOn));
      case TRACKING -> {
        publisher.say(new Reply.Sending(job.id(), at, ranOn));
        if (job.received || job.signSeen) {
          publisher.say(new Reply.Sent(job.id(), at, ranOn));
        }
        if (job.signSeen) {
          publisher.say(
              new Reply.Progress(job.id(), at, ranOn, job.percent, job.startMessage, null));
        }
      }
      case ENDED, CLOSED -> {
        if (job.end != null) {
          services.endings().tell(job.id(), ranOn, job.end);
        }
      }
    }
  }

  // Questions

  private void onAsk(AccountMessage.Ask ask, Runnable whenAnswered) {
    var job = account.jobs.get(ask.job());
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
      Thread.ofVirtual().start(() -> askLater(ask, whenAnswered));
      throw unreached;
    }
    found.ifPresent(
        claim -> {
          if (claim instanceof Claim.Open open && open.discordUser().equals(account.discordUser)) {
            answer(ask, adopt(open));
          } else {
            answer(claim, ask.queue(), false);
          }
        });
    whenAnswered.run();
  }

  private void askLater(AccountMessage.Ask ask, Runnable whenAnswered) {
    try {
      Thread.sleep(1_000);
      ask(ask, whenAnswered);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(AccountMessage.Ask ask, Job job) {
    switch (ask) {
      case AccountMessage.Tell _ -> say(job);
      case AccountMessage.End(_, _, var end) -> onEndAsked(job, end);
    }
  }

  private void onEndAsked(Job job, JobEnd end) {
    if (job.end != null) {
      say(job);
      return;
    }
    if (job.state == ClaimState.CLAIMED && !job.uncertainRow) {
      steps.end(job, end);
      return;
    }
    if (!(end instanceof JobEnd.Cancelled)) {
      sending.notStopped(job, "its command is with Midjourney already");
      return;
    }
    if (!job.isImagine() && job.startMessage == null) {
      sending.notStopped(job, "Midjourney shows no way to stop it");
      return;
    }
    job.stopAsked = true;
    account.writes.write(() -> services.claims().askStop(account.fence, job.id()), () -> {});
  }

  // Time

  private void onTime() {
    long now = now();
    condition.onTime(now);
    if (now - lookAgainAt >= 0) {
      // Other workers may have made room in a queue.
      lookAgainAt = now + SECOND;
      account.jobs.forgetFull();
    }
    for (var job : account.jobs.all()) {
      switch (job.state) {
        case CLAIMED -> whileWaiting(job);
        case SENDING -> sending.decideDoubt(job, now);
        case TRACKING -> following.onTime(job, now);
        case ENDED -> {
          catchUp.onTime(job);
          if (now - job.closeBy >= 0) {
            steps.close(job);
          }
        }
        case CLOSED -> {}
      }
    }
  }

  /// Ends a waiting job that will not be sent.
  private void whileWaiting(Job job) {
    if (job.uncertainRow) {
      sending.settleRow(job);
    }
    ending(job).ifPresent(end -> steps.end(job, end));
  }

  private Optional<JobEnd> ending(Job job) {
    if (job.stopAsked) {
      return Optional.of(new JobEnd.Cancelled(false));
    }
    var unsendable = Unsendable.reason(job.claim.body().command());
    if (unsendable.isPresent()) {
      return failed(FailReason.INVALID_PARAMETER, unsendable.get());
    }
    if (job.channelGone) {
      return failed(FailReason.INVALID_PARAMETER, "The thread of the picture was deleted.");
    }
    var directory = services.directory().now();
    var link = directory.account(job.claim.account());
    if (directory.complete() && link.isPresent() && !link.get().linked()) {
      return failed(FailReason.ACCOUNT_UNAVAILABLE, "Its account was unlinked.");
    }
    if (condition.isUnwellFor(services.settings().accountPatience()) && othersServe(job)) {
      return failed(
          FailReason.ACCOUNT_UNAVAILABLE, "Its account needs attention: " + condition.attention());
    }
    if (account.jobs.any(other -> other.state == ClaimState.ENDED && other.readsLike(job))) {
      return failed(
          FailReason.NO_ANSWER,
          "An equal press on this picture was not answered, and its result may still come: try again later.");
    }
    return Optional.empty();
  }

  private static Optional<JobEnd> failed(FailReason reason, String detail) {
    return Optional.of(new JobEnd.Failed(reason, detail, false));
  }

  private boolean othersServe(Job job) {
    return job.claim.body().pinned() != null
        || services
            .directory()
            .now()
            .accountsOf(account.entry.pool())
            .anyMatch(other -> other.usable() && !other.id().equals(account.entry.id()));
  }
}
