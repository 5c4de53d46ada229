package easel.worker.account;

import easel.common.crypto.SealedFor;
import easel.common.crypto.Sealer;
import easel.common.directory.AccountEntry;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.AccountMessage;
import easel.common.message.Command;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.common.message.Reply;
import easel.common.message.Wire;
import easel.worker.claim.AccountNotes;
import easel.worker.claim.Claim;
import easel.worker.claim.ClaimState;
import easel.worker.claim.Claiming;
import easel.worker.claim.Fence;
import easel.worker.claim.NewClaim;
import easel.worker.claim.Send;
import easel.worker.claim.Threads;
import easel.worker.claim.Written;
import easel.worker.gateway.Bot;
import easel.worker.gateway.BotState;
import easel.worker.gateway.Ears;
import easel.worker.send.CommandIndex;
import easel.worker.send.Interaction;
import easel.worker.send.SendOutcome;
import easel.worker.track.SeenMessage;
import easel.worker.track.Sign;
import easel.worker.track.Tracker;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
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
  private static final long DOUBT = 5 * SECOND;
  private static final long LATEST_BEGIN = SECOND;
  private static final long RETRY_DATABASE = SECOND / 2;
  private static final long RETRY_DISCORD = 2 * SECOND;
  private static final long REPUBLISH = 30 * SECOND;
  private static final long QUIET_CATCH_UP = 60 * SECOND;
  private static final long LONGEST_DOUBT = 60 * SECOND;
  private static final long GATEWAY_GRACE = 30 * SECOND;
  private static final int RELAXED_PATIENCE = 3;
  private static final int MOST_FAILURES = 5;

  private final Services services;
  private final Fence fence;
  private final String discordUser;
  private final BlockingQueue<Runnable> mailbox = new LinkedBlockingQueue<>();
  private final Thread thread;

  private final Map<JobId, Job> jobs = new HashMap<>();
  private final TreeMap<Long, Job> line = new TreeMap<>();
  private final Deque<Arrival> arrivals = new ArrayDeque<>();
  private final Deque<PendingWrite> writes = new ArrayDeque<>();
  private final OwnThreads threads = new OwnThreads();
  private final Tracker tracker;
  private final Set<QueueId> fullQueues = new HashSet<>();
  private final List<Claim.Open> inherited;

  private AccountEntry entry;
  private AccountNotes.Notes notes = AccountNotes.Notes.NONE;
  private @Nullable Bot bot;
  private @Nullable String botToken;
  private @Nullable Health published;
  private Health health = Health.CONNECTING;
  private boolean loaded;
  private boolean stopped;
  private boolean handingBack;
  private @Nullable CompletableFuture<Void> handedBack;
  private boolean postInFlight;
  private boolean preparing;
  private long prepareAgainAt;
  private long nextSendAt;
  private long nextLookAt;
  private long nextPublishAt;
  private long databaseAt;
  private long troubleSince;
  private long gatewayLostAt;

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

  private record PendingWrite(Supplier<Written> write, Runnable then) {}

  /// @param inherited the account's open claims, in line
  public AccountActor(
      Services services, Fence fence, AccountEntry entry, List<Claim.Open> inherited) {
    this.services = services;
    this.fence = fence;
    this.entry = entry;
    this.discordUser = entry.discordUser();
    this.inherited = List.copyOf(inherited);
    this.tracker = new Tracker(discordUser);
    long now = System.nanoTime();
    this.nextSendAt = now;
    this.nextLookAt = now;
    this.nextPublishAt = now;
    this.databaseAt = now;
    this.prepareAgainAt = now;
    this.troubleSince = now;
    this.gatewayLostAt = now - GATEWAY_GRACE;
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
    mailbox.add(fullQueues::clear);
  }

  /// Sends nothing more, and completes when the send under way is over.
  public CompletableFuture<Void> handBack() {
    var done = new CompletableFuture<Void>();
    mailbox.add(
        () -> {
          handingBack = true;
          handedBack = done;
        });
    return done;
  }

  /// Stops at once: somebody else may own the account now.
  public void stop() {
    mailbox.add(() -> stopped = true);
  }

  /// How many jobs are open.
  public int openJobs() {
    return jobs.size();
  }

  // What is heard

  @Override
  public void heard(SeenMessage message) {
    mailbox.add(() -> onHeard(message));
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
            case AWAKE -> threads.setAwake(changed, true);
            case ARCHIVED -> threads.setAwake(changed, false);
            case GONE -> onThreadGone(changed);
          }
        });
  }

  @Override
  public void botChanged() {
    mailbox.add(this::assess);
  }

  @Override
  public void missed() {
    mailbox.add(
        () -> {
          threads.forgetAwake();
          for (var job : jobs.values()) {
            job.heardAll = false;
            if (job.send != null) {
              catchUp(job);
            }
          }
        });
  }

  // The loop

  private void run() {
    while (!stopped) {
      try {
        var next = mailbox.poll(untilWake(), TimeUnit.NANOSECONDS);
        while (next != null) {
          next.run();
          next = mailbox.poll();
        }
        if (now() - databaseAt >= 0) {
          work();
        }
      } catch (DataAccessException | TransactionException unreached) {
        services.log().databaseAway(unreached);
        databaseAt = now() + RETRY_DATABASE;
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        stopped = true;
      } catch (RuntimeException unexpected) {
        services.log().failed(entry.id(), unexpected);
      }
    }
    leaveBot();
    if (handedBack != null) {
      handedBack.complete(null);
    }
  }

  private void work() {
    if (!loaded) {
      load();
    }
    drainWrites();
    while (!arrivals.isEmpty() && !stopped) {
      take(arrivals.getFirst());
      arrivals.removeFirst();
    }
    onTime();
    advance();
    makeThreadsAhead();
    drainWrites();
    if (handingBack && !postInFlight && writes.isEmpty()) {
      stopped = true;
    }
  }

  private long untilWake() {
    long now = now();
    if (!loaded || !writes.isEmpty() || !arrivals.isEmpty()) {
      return Math.max(1, databaseAt - now);
    }
    long wake = nextPublishAt - now;
    if (!jobs.isEmpty()) {
      wake = Math.min(wake, SECOND);
      if (nextSendAt - now > 0) {
        wake = Math.min(wake, nextSendAt - now);
      }
      for (var job : jobs.values()) {
        if (job.doubtUntil != null && job.doubtUntil - now > 0) {
          wake = Math.min(wake, job.doubtUntil - now);
        }
      }
    }
    return Math.max(1, wake);
  }

  private void load() {
    notes = services.notes().of(discordUser);
    services.threads().of(discordUser).forEach(threads::add);
    for (var claim : inherited) {
      if (!jobs.containsKey(claim.job())) {
        adopt(claim);
      }
    }
    loaded = true;
    if (!inherited.isEmpty()) {
      services.log().tookUp(entry.id(), inherited.size());
    }
    onEntry(entry);
    jobs.values().stream().filter(job -> job.send != null).forEach(this::catchUp);
  }

  // Writes: in order, each until it is made

  private void write(Supplier<Written> write, Runnable then) {
    writes.add(new PendingWrite(write, then));
    if (now() - databaseAt >= 0) {
      drainWrites();
    }
  }

  private void drainWrites() {
    while (!writes.isEmpty() && !stopped) {
      var pending = writes.getFirst();
      var written = pending.write().get();
      if (written == Written.NOT_OWNER) {
        stopped = true;
        return;
      }
      writes.removeFirst();
      if (written == Written.DONE) {
        pending.then().run();
      }
    }
  }

  // Hand-over

  private void take(Arrival arrival) {
    try {
      claim(arrival);
    } catch (RuntimeException failed) {
      if (isOutage(failed) || ++arrival.failures < MOST_FAILURES) {
        throw failed;
      }
      services.log().failed(entry.id(), failed);
      giveUpPoison(arrival);
    }
  }

  /// Our own handling of this message keeps failing: it is put aside, its job ends, the line goes
  /// on.
  private void giveUpPoison(Arrival arrival) {
    var job = arrival.handOver.job();
    var end = new JobEnd.Failed(FailReason.INTERNAL, "Easel could not handle this job.", false);
    if (services.claims().endUnclaimed(job.job(), end)) {
      services.endings().freeRepeat(Optional.of(discordUser), job.queue(), job.job());
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
    var known = jobs.get(body.job());
    if (known != null) {
      say(known);
      arrival.whenClaimed.run();
      return;
    }
    var claim = new NewClaim(body, arrival.handOver.account(), discordUser);
    var account = services.directory().account(claim.account()).orElse(entry);
    long begun = now();
    var send = sendAtOnce(claim);
    var room = services.directory().room(account, body.queue());
    var claiming = guarded(send, () -> services.claims().claim(fence, claim, send, room));
    switch (claiming) {
      case Claiming.Waits(long place) -> {
        var job = new Job(claim, place);
        add(job);
        arrival.whenClaimed.run();
        services.log().claimed(job.id(), claim.account());
        services.publisher().say(new Reply.Claimed(job.id(), Instant.now(), claim.account()));
        Unsendable.reason(body.command())
            .ifPresent(
                why -> end(job, new JobEnd.Failed(FailReason.INVALID_PARAMETER, why, false), true));
      }
      case Claiming.Begun(long place) -> {
        var job = new Job(claim, place);
        add(job);
        begin(job, send, begun);
        arrival.whenClaimed.run();
      }
      case Claiming.Known(var found) -> {
        answer(found, body.queue());
        arrival.whenClaimed.run();
      }
      case Claiming.NotOwner _ -> stopped = true;
    }
  }

  /// The send of a job that nobody is before in line, if all that it needs is at hand.
  private @Nullable Send sendAtOnce(NewClaim claim) {
    if (!mayPost()
        || Unsendable.reason(claim.body().command()).isPresent()
        || jobs.values().stream().anyMatch(job -> job.state == ClaimState.CLAIMED)) {
      return null;
    }
    var probe = new Job(claim, Long.MAX_VALUE);
    line.put(probe.line, probe);
    try {
      return isNext(probe) ? prepare(claim).orElse(null) : null;
    } finally {
      line.remove(probe.line);
    }
  }

  private boolean isNext(Job probe) {
    if (next().filter(probe::equals).isPresent()) {
      return true;
    }
    // A limit may just have been raised.
    services.directory().refresh();
    services.directory().account(entry.id()).ifPresent(changed -> entry = changed);
    fullQueues.clear();
    return next().filter(probe::equals).isPresent();
  }

  /// The index that keeps a thread to one command says that this one has another: it is not used.
  private <T> T guarded(@Nullable Send send, Supplier<T> write) {
    try {
      return write.get();
    } catch (DuplicateKeyException occupied) {
      if (send != null) {
        retire(send.thread());
      }
      throw occupied;
    }
  }

  private Optional<Job> next() {
    return Line.next(line.values(), entry.limit(), fullQueues);
  }

  private void add(Job job) {
    jobs.put(job.id(), job);
    line.put(job.line, job);
  }

  private void remove(Job job) {
    jobs.remove(job.id());
    line.remove(job.line);
    tracker.forget(job.id());
    fullQueues.remove(job.queue());
  }

  /// Answers a repeat with what its row says.
  private void answer(Claim found, QueueId queue) {
    switch (found) {
      case Claim.Closed(var job, var account, var end, _) -> {
        services.endings().freeRepeat(Optional.of(discordUser), queue, job);
        services.endings().tell(job, account, end);
      }
      case Claim.Open open when !open.discordUser().equals(discordUser) -> {
        services.endings().freeStray(discordUser, open.job());
        services.publisher().say(new Reply.Claimed(open.job(), Instant.now(), open.account()));
      }
      case Claim.Open open -> say(adopt(open));
    }
  }

  private Job adopt(Claim.Open open) {
    long now = now();
    var job = Job.adopt(open, now, services.settings().quarantine().toNanos());
    add(job);
    if (job.send != null) {
      tracker.await(
          job.awaited(job.send)
              .begunBy(open.progress().startMessage(), open.progress().midjourneyJob()));
      listen(job.send.thread());
    }
    if (job.state == ClaimState.SENDING) {
      job.doubtUntil = now + DOUBT;
      services.log().inDoubt(job.id(), open.account(), "found SENDING at the take-over");
      catchUp(job);
    }
    if (job.state == ClaimState.ENDED && job.end != null && !open.told()) {
      services.endings().ended(job.id(), open.account(), job.end);
    }
    return job;
  }

  private void say(Job job) {
    var at = Instant.now();
    var account = job.claim.account();
    switch (job.state) {
      case CLAIMED -> services.publisher().say(new Reply.Claimed(job.id(), at, account));
      case SENDING -> services.publisher().say(new Reply.Sending(job.id(), at, account));
      case TRACKING -> {
        services
            .publisher()
            .say(
                job.received || job.signSeen
                    ? new Reply.Sent(job.id(), at, account)
                    : new Reply.Sending(job.id(), at, account));
        if (job.signSeen) {
          services
              .publisher()
              .say(
                  new Reply.Progress(
                      job.id(), at, account, job.percent, job.startMessage, job.preview));
        }
      }
      case ENDED, CLOSED -> {
        if (job.end != null) {
          services.endings().tell(job.id(), account, job.end);
        }
      }
    }
  }

  // Questions

  private void onAsk(AccountMessage.Ask ask, Runnable whenAnswered) {
    var job = jobs.get(ask.job());
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
          if (claim instanceof Claim.Open open && open.discordUser().equals(discordUser)) {
            answer(ask, adopt(open));
          } else {
            answer(claim, ask.queue());
          }
        });
    whenAnswered.run();
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
    if (job.state == ClaimState.CLAIMED) {
      end(job, end, true);
      return;
    }
    if (!(end instanceof JobEnd.Cancelled)) {
      notStopped(job, "its command is with Midjourney already");
      return;
    }
    if (!job.isImagine() && job.startMessage == null) {
      notStopped(job, "Midjourney shows no way to stop it");
      return;
    }
    job.stopAsked = true;
    write(() -> services.claims().askStop(fence, job.id()), () -> {});
  }

  private void notStopped(Job job, String why) {
    services.publisher().say(new Reply.NotStopped(job.id(), Instant.now(), why));
  }

  // Sending

  private boolean mayPost() {
    return loaded
        && !postInFlight
        && !handingBack
        && !stopped
        && writes.isEmpty()
        && health.isReady()
        && entry.linked()
        && now() - nextSendAt >= 0
        && jobs.values().stream().noneMatch(job -> job.doubtUntil != null);
  }

  private void advance() {
    while (mayPost()) {
      if (pressStop()) {
        return;
      }
      var next = next();
      if (next.isEmpty()) {
        return;
      }
      var job = next.get();
      if (job.uncertainRow) {
        settleRow(job);
      }
      var send = prepare(job.claim);
      if (send.isEmpty()) {
        return;
      }
      long begun = now();
      job.uncertainRow = true;
      var account = services.directory().account(job.claim.account()).orElse(entry);
      var room = services.directory().room(account, job.queue());
      var written =
          guarded(send.get(), () -> services.claims().begin(fence, job.claim, send.get(), room));
      job.uncertainRow = false;
      switch (written) {
        case DONE -> begin(job, send.get(), begun);
        case UNCHANGED -> fullQueues.add(job.queue());
        case NOT_OWNER -> stopped = true;
      }
    }
  }

  /// The answer to the last attempt to begin was lost. If it was made, no request followed it.
  private void settleRow(Job job) {
    var found = services.claims().find(job.id());
    if (found.isPresent() && found.get().state() == ClaimState.SENDING) {
      services.claims().takeBack(fence, job.id(), false);
    }
    job.uncertainRow = false;
  }

  private void begin(Job job, @Nullable Send send, long begun) {
    if (send == null) {
      throw new IllegalStateException("expected a send for a job that was begun: " + job.id());
    }
    job.state = ClaimState.SENDING;
    job.send = send;
    job.lastSign = begun;
    job.lastCatchUp = begun;
    job.heardAll = gatewayConnected();
    tracker.await(job.awaited(send));
    post(job, send, begun);
  }

  private void post(Job job, Send send, long begun) {
    var interaction =
        switch (job.claim.body().command()) {
          case Command.Imagine(var prompt) ->
              services
                  .commands()
                  .known(entry.server())
                  .<Interaction>map(
                      command ->
                          new Interaction.Imagine(entry.server(), send.thread(), command, prompt));
          case Command.Press press ->
              Optional.<Interaction>of(new Interaction.Press(press.pressed(), press.customId()));
        };
    var token = userToken();
    if (interaction.isEmpty() || token.isEmpty()) {
      takeBack(job, false);
      return;
    }
    postInFlight = true;
    nextSendAt = begun + services.settings().sendInterval().toNanos();
    var _ =
        services
            .discord()
            .post(token.get(), interaction.get(), begun + LATEST_BEGIN)
            .thenAccept(outcome -> mailbox.add(() -> onAnswer(job, outcome)));
  }

  private Optional<String> userToken() {
    try {
      return Optional.of(
          services.sealer().open(entry.sealedUserToken(), SealedFor.userToken(entry.id())));
    } catch (Sealer.UnopenableException unopenable) {
      needsAttention("its token was sealed with a key that this Easel does not have: set it again");
      return Optional.empty();
    }
  }

  private void onAnswer(Job job, SendOutcome outcome) {
    postInFlight = false;
    services.log().sent(job.id(), outcome.getClass().getSimpleName());
    if (outcome instanceof SendOutcome.TooFast(var pause)) {
      nextSendAt = Math.max(nextSendAt, now() + pause.toNanos());
    }
    if (job.state != ClaimState.SENDING || !jobs.containsKey(job.id())) {
      // Midjourney's answer was heard before Discord's.
      return;
    }
    switch (outcome) {
      case SendOutcome.Taken _ -> {
        job.lastSign = now();
        track(job, true);
      }
      case SendOutcome.TooFast _ -> takeBack(job, false);
      case SendOutcome.TokenRefused _ -> {
        takeBack(job, false);
        needsAttention("Discord refused its token: set a new one");
      }
      case SendOutcome.Forbidden(var detail) -> {
        takeBack(job, false);
        needsAttention(detail);
      }
      case SendOutcome.ThreadArchived _ -> {
        if (job.send != null) {
          threads.setAwake(job.send.thread(), false);
        }
        takeBack(job, false);
      }
      case SendOutcome.ChannelGone _ -> onChannelGone(job);
      case SendOutcome.StaleCommand _ -> onStaleCommand(job);
      case SendOutcome.Invalid(var detail) ->
          end(job, new JobEnd.Failed(FailReason.INVALID_PARAMETER, detail, false), true);
      case SendOutcome.NotSent(var detail) -> {
        services.log().hindered(entry.id(), "send", new IllegalStateException(detail));
        nextSendAt = Math.max(nextSendAt, now() + SECOND);
        takeBack(job, false);
      }
      case SendOutcome.InDoubt(var detail) -> {
        job.doubtUntil = now() + DOUBT;
        services.log().inDoubt(job.id(), job.claim.account(), detail);
        tellSending(job);
        catchUp(job);
      }
    }
  }

  private void onChannelGone(Job job) {
    var send = job.send;
    if (send != null && send.ownThread()) {
      takeBack(job, false);
      retire(send.thread());
      return;
    }
    end(
        job,
        new JobEnd.Failed(
            FailReason.INVALID_PARAMETER, "The thread of the picture was deleted.", false),
        true);
  }

  private void onStaleCommand(Job job) {
    services
        .commands()
        .known(entry.server())
        .ifPresent(stale -> services.commands().forget(entry.server(), stale));
    if (++job.staleCommands > 1) {
      end(
          job,
          new JobEnd.Failed(
              FailReason.INTERNAL, "Discord refused the command's version twice.", false),
          true);
      return;
    }
    takeBack(job, false);
  }

  private void takeBack(Job job, boolean inDoubtBefore) {
    tracker.forget(job.id());
    job.waitAgain();
    job.inDoubtBefore |= inDoubtBefore;
    write(() -> services.claims().takeBack(fence, job.id(), inDoubtBefore), () -> say(job));
  }

  private void track(Job job, boolean received) {
    job.state = ClaimState.TRACKING;
    job.doubtUntil = null;
    if (received && !job.received) {
      job.received = true;
      services.publisher().say(new Reply.Sent(job.id(), Instant.now(), job.claim.account()));
    }
    var known = tracker.of(job.id());
    var start = known.map(command -> command.start()).orElse(null);
    var midjourney = known.map(command -> command.midjourneyJob()).orElse(null);
    write(() -> services.claims().track(fence, job.id(), received, start, midjourney), () -> {});
  }

  // What a send needs

  private Optional<Send> prepare(NewClaim claim) {
    if (preparing || now() - prepareAgainAt < 0) {
      return Optional.empty();
    }
    var listener = bot;
    if (listener == null) {
      return Optional.empty();
    }
    return switch (claim.body().command()) {
      case Command.Imagine _ -> prepareImagine(listener);
      case Command.Press press -> preparePress(listener, press);
    };
  }

  private Optional<Send> prepareImagine(Bot listener) {
    if (services.commands().known(entry.server()).isEmpty()) {
      lookUpCommand();
      return Optional.empty();
    }
    var busy =
        jobs.values().stream()
            .filter(job -> job.send != null && job.send.ownThread())
            .map(job -> job.send == null ? 0L : job.send.thread())
            .collect(Collectors.toSet());
    var free = threads.free(busy);
    if (free.isEmpty()) {
      createThread(listener);
      return Optional.empty();
    }
    long id = free.get().id();
    return awakeWithFloor(listener, id, id)
        .map(floor -> new Send(id, true, floor, services.presence().session()));
  }

  private Optional<Send> preparePress(Bot listener, Command.Press press) {
    long channel = Long.parseUnsignedLong(press.pressed().channel());
    long pressed = Long.parseUnsignedLong(press.pressed().id());
    listener.listen(channel, this);
    boolean isThread = !press.pressed().channel().equals(entry.channel());
    if (isThread && !threads.isAwake(channel) && !listener.isAwake(channel)) {
      wake(listener, channel);
      return Optional.empty();
    }
    return floor(listener, channel, pressed)
        .map(floor -> new Send(channel, false, floor, services.presence().session()));
  }

  private Optional<Long> awakeWithFloor(Bot listener, long id, long least) {
    if (!threads.isAwake(id) && !listener.isAwake(id)) {
      wake(listener, id);
      return Optional.empty();
    }
    return floor(listener, id, least);
  }

  /// The newest message of a channel, which is asked for where nothing was heard of it yet.
  private Optional<Long> floor(Bot listener, long channel, long least) {
    long newest = Math.max(threads.newest(channel), listener.newestMessage(channel));
    if (newest == 0) {
      prepareWith(
          listener.newest(channel),
          "newest message",
          found -> threads.heard(channel, Math.max(found, least)));
      return Optional.empty();
    }
    return Optional.of(Math.max(newest, least));
  }

  private void lookUpCommand() {
    var token = userToken();
    if (token.isEmpty()) {
      return;
    }
    var server = entry.server();
    var lookUp =
        CompletableFuture.supplyAsync(
            () -> services.commands().lookUp(server, token.get()), Thread::startVirtualThread);
    prepareWith(
        lookUp,
        "look-up of the command",
        found -> {
          switch (found) {
            case CommandIndex.LookUp.Found _ -> {}
            case CommandIndex.LookUp.Missing _ ->
                needsAttention("Midjourney offers no /imagine in server " + server);
            case CommandIndex.LookUp.TokenRefused _ ->
                needsAttention("Discord refused its token: set a new one");
            case CommandIndex.LookUp.Unreached(var detail) -> {
              services.log().hindered(entry.id(), "look-up", new IllegalStateException(detail));
              prepareAgainAt = now() + RETRY_DISCORD;
            }
          }
        });
  }

  /// Makes the account's threads before its jobs need them: at a first job it would wait for
  /// Discord.
  private void makeThreadsAhead() {
    var listener = bot;
    if (listener != null
        && health.isReady()
        && entry.linked()
        && !handingBack
        && !preparing
        && now() - prepareAgainAt >= 0
        && threads.all().size() < entry.limit()) {
      createThread(listener);
    }
  }

  private void createThread(Bot listener) {
    int ordinal = threads.nextOrdinal();
    long channel = Long.parseUnsignedLong(entry.channel());
    prepareWith(
        listener.createThread(channel, "easel " + ordinal),
        "new thread",
        id -> {
          var made = new Threads.Known(id, channel, ordinal);
          threads.add(made);
          threads.setAwake(id, true);
          threads.heard(id, id);
          listener.listen(id, this);
          services.log().threadMade(entry.id(), id);
          write(
              () -> {
                services.threads().add(discordUser, made);
                return Written.DONE;
              },
              () -> {});
        });
  }

  private void wake(Bot listener, long id) {
    prepareWith(
        listener.wake(id),
        "waking a thread",
        exists -> {
          if (exists) {
            threads.setAwake(id, true);
          } else {
            onThreadGone(id);
          }
        });
  }

  private <T> void prepareWith(
      CompletableFuture<T> future, String what, java.util.function.Consumer<T> then) {
    preparing = true;
    var _ =
        future.whenComplete(
            (result, failure) ->
                mailbox.add(
                    () -> {
                      preparing = false;
                      if (failure == null) {
                        then.accept(result);
                        return;
                      }
                      services.log().hindered(entry.id(), what, failure);
                      prepareAgainAt = now() + RETRY_DISCORD;
                    }));
  }

  private void onThreadGone(long gone) {
    if (threads.isOwn(gone)) {
      retire(gone);
      return;
    }
    // A press in a thread that is gone: the job says so.
    jobs.values().stream()
        .filter(job -> job.state == ClaimState.CLAIMED)
        .filter(job -> pressChannel(job) == gone)
        .toList()
        .forEach(
            job ->
                end(
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

  private void retire(long id) {
    if (!threads.isOwn(id)) {
      return;
    }
    threads.remove(id);
    write(
        () -> {
          services.threads().retire(id);
          return Written.DONE;
        },
        () -> {});
  }

  // Stopping

  private boolean pressStop() {
    for (var job : jobs.values()) {
      var known = tracker.of(job.id());
      if (job.stopAsked
          && !job.stopPressed
          && job.end == null
          && job.startMessage != null
          && known.isPresent()
          && known.get().midjourneyJob() != null) {
        var token = userToken();
        if (token.isEmpty()) {
          return false;
        }
        job.stopPressed = true;
        postInFlight = true;
        long begun = now();
        nextSendAt = begun + services.settings().sendInterval().toNanos();
        var press =
            new Interaction.Press(
                job.startMessage, "MJ::CancelJob::ByJobid::" + known.get().midjourneyJob());
        var _ =
            services
                .discord()
                .post(token.get(), press, begun + LATEST_BEGIN)
                .thenAccept(outcome -> mailbox.add(() -> onStopAnswer(job, outcome)));
        return true;
      }
    }
    return false;
  }

  private void onStopAnswer(Job job, SendOutcome outcome) {
    postInFlight = false;
    switch (outcome) {
      case SendOutcome.Taken _, SendOutcome.InDoubt _ -> {}
      case SendOutcome.TooFast(var pause) -> {
        nextSendAt = Math.max(nextSendAt, now() + pause.toNanos());
        job.stopPressed = false;
      }
      case SendOutcome.NotSent _ -> {
        nextSendAt = Math.max(nextSendAt, now() + SECOND);
        job.stopPressed = false;
      }
      case SendOutcome.TokenRefused _ -> needsAttention("Discord refused its token: set a new one");
      case SendOutcome.Forbidden _,
          SendOutcome.ThreadArchived _,
          SendOutcome.ChannelGone _,
          SendOutcome.StaleCommand _,
          SendOutcome.Invalid _ -> {
        if (job.end == null) {
          notStopped(job, "Midjourney no longer shows a way to stop it");
        }
      }
    }
  }

  // Following

  private void listen(long channel) {
    var listener = bot;
    if (listener != null) {
      listener.listen(channel, this);
    }
  }

  private void onHeard(SeenMessage message) {
    if (!message.isEphemeral()) {
      threads.heard(message.channel(), message.id());
    }
    tracker.see(message).ifPresent(this::onSign);
  }

  private void onSign(Sign sign) {
    var job = jobs.get(sign.job());
    if (job == null) {
      return;
    }
    job.lastSign = now();
    if (job.state == ClaimState.ENDED) {
      onLateSign(job, sign);
      return;
    }
    switch (sign) {
      case Sign.Began(_, var message, _) -> {
        job.startMessage = discordMessage(message);
        if (job.isImagine() && !job.signSeen) {
          learn(notes.withPublicStart());
        }
        job.signSeen = true;
        track(job, true);
        progress(job, 0, null);
      }
      case Sign.Progressed(_, var message, int percent, var preview) -> {
        job.startMessage = discordMessage(message);
        job.signSeen = true;
        if (job.state == ClaimState.SENDING) {
          track(job, true);
        }
        progress(job, percent, preview);
      }
      case Sign.Finished(_, var picture, boolean startSeen) -> {
        tracker.remember(picture);
        if (!startSeen && job.isImagine() && job.heardAll) {
          learn(notes.withHiddenStart());
        }
        job.received = true;
        end(job, new JobEnd.Done(picture), true);
      }
      case Sign.Stopped _ -> {
        job.received = true;
        retireThreadOf(job);
        end(
            job,
            job.stopAsked
                ? new JobEnd.Cancelled(true)
                : new JobEnd.Failed(FailReason.STOPPED, "It was stopped at Discord.", true),
            true);
      }
      case Sign.Ambiguous _ -> services.log().ambiguous(job.id());
    }
  }

  /// Midjourney confirms the end of a job that was given up: its place is free.
  private void onLateSign(Job job, Sign sign) {
    switch (sign) {
      case Sign.Finished(_, var picture, _) -> {
        tracker.remember(picture);
        close(job);
      }
      case Sign.Stopped _ -> close(job);
      case Sign.Began _, Sign.Progressed _, Sign.Ambiguous _ -> {}
    }
  }

  private static easel.common.message.DiscordMessage discordMessage(SeenMessage message) {
    return new easel.common.message.DiscordMessage(
        Long.toUnsignedString(message.id()),
        Long.toUnsignedString(message.channel()),
        message.server(),
        message.flags());
  }

  private void progress(Job job, int percent, @Nullable String preview) {
    if (job.percent <= percent) {
      job.percent = percent;
      job.preview = preview == null ? job.preview : preview;
    }
    job.progressUntold = true;
    tellProgress(job, now());
  }

  /// Tells how far a job is, at most once a second: what came in between is left out.
  private void tellProgress(Job job, long now) {
    if (!job.progressUntold || now - job.tellProgressFrom < 0) {
      return;
    }
    job.progressUntold = false;
    job.tellProgressFrom = now + SECOND;
    services
        .publisher()
        .say(
            new Reply.Progress(
                job.id(),
                Instant.now(),
                job.claim.account(),
                job.percent,
                job.startMessage,
                job.preview));
  }

  /// Tells that a send is under way, where Discord's answer is not there at once to tell more.
  private void tellSending(Job job) {
    if (!job.sendingTold) {
      job.sendingTold = true;
      services.publisher().say(new Reply.Sending(job.id(), Instant.now(), job.claim.account()));
    }
  }

  private void learn(AccountNotes.Notes learned) {
    if (!learned.equals(notes)) {
      notes = learned;
      write(
          () -> {
            services.notes().write(discordUser, learned);
            return Written.DONE;
          },
          () -> {});
    }
  }

  /// Reads what may have been missed of a job.
  private void catchUp(Job job) {
    var listener = bot;
    var send = job.send;
    if (listener == null || send == null || job.catchingUp) {
      return;
    }
    long asked = now();
    job.catchingUp = true;
    var _ =
        listener
            .history(send.thread(), send.floor())
            .whenComplete(
                (messages, failure) ->
                    mailbox.add(
                        () -> {
                          job.catchingUp = false;
                          if (failure == null) {
                            job.lastCatchUp = asked;
                            messages.forEach(this::onHeard);
                          }
                        }));
  }

  // Ends

  private void end(Job job, JobEnd end, boolean closed) {
    job.end = end;
    job.doubtUntil = null;
    if (closed) {
      remove(job);
    } else {
      job.state = ClaimState.ENDED;
      job.closeBy = now() + services.settings().quarantine().toNanos();
    }
    write(
        () -> services.claims().end(fence, job.id(), end, closed),
        () -> {
          services.log().ended(job.id(), end);
          if (closed) {
            services.endings().closed(job, end);
          } else {
            services.endings().ended(job.id(), job.claim.account(), end);
          }
        });
  }

  private void close(Job job) {
    remove(job);
    write(
        () -> services.claims().close(fence, job.id()), () -> services.endings().closed(job, null));
  }

  private void retireThreadOf(Job job) {
    if (job.send != null && job.send.ownThread()) {
      retire(job.send.thread());
    }
  }

  // Time

  private void onTime() {
    long now = now();
    if (now - nextPublishAt >= 0) {
      assess();
      publish();
    }
    if (jobs.isEmpty()) {
      return;
    }
    if (now - nextLookAt >= 0) {
      nextLookAt = now + SECOND;
      fullQueues.clear();
    }
    for (var job : List.copyOf(jobs.values())) {
      switch (job.state) {
        case CLAIMED -> whileWaiting(job, now);
        case SENDING -> whileSending(job, now);
        case TRACKING -> whileTracking(job, now);
        case ENDED -> {
          if (now - job.closeBy >= 0) {
            close(job);
          }
        }
        case CLOSED -> {}
      }
    }
  }

  private void whileWaiting(Job job, long now) {
    var account = services.directory().account(job.claim.account());
    if (account.isPresent() && !account.get().linked() && services.directory().now().complete()) {
      end(job, unavailable("Its account was unlinked."), true);
      return;
    }
    if (!health.isReady()
        && now - troubleSince > services.settings().accountPatience().toNanos()
        && othersServe(job)) {
      end(job, unavailable("Its account needs attention: " + health.attention()), true);
      return;
    }
    if (jobs.values().stream()
        .anyMatch(other -> other.state == ClaimState.ENDED && other.readsLike(job))) {
      end(
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
            .accountsOf(entry.pool())
            .anyMatch(other -> other.usable() && !other.id().equals(entry.id()));
  }

  private void whileSending(Job job, long now) {
    if (now - job.lastSign > SECOND / 2) {
      tellSending(job);
    }
    var until = job.doubtUntil;
    if (until == null || now - until < 0) {
      return;
    }
    // The history that counts is read after the wait.
    if (job.lastCatchUp - until < 0) {
      if (now - until < LONGEST_DOUBT) {
        catchUp(job);
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
            job.isImagine() && read, notes.beginsInPublic(), job.inDoubtBefore, senderIsGone);
    services.log().doubtDecided(job.id(), decision.name());
    switch (decision) {
      case SEND_AGAIN -> takeBack(job, true);
      case NEVER -> {
        job.lastSign = now;
        track(job, false);
      }
    }
  }

  private void whileTracking(Job job, long now) {
    tellProgress(job, now);
    long silence = now - job.lastSign;
    long patience = patience(job);
    if (silence > patience) {
      if (now - job.lastCatchUp > Math.min(patience, 10 * SECOND)
          && !job.catchingUp
          && bot != null) {
        // One last look before it is given up.
        job.lastCatchUp = now;
        catchUp(job);
        return;
      }
      if (!job.catchingUp) {
        giveUp(job);
      }
      return;
    }
    if (silence > QUIET_CATCH_UP && now - job.lastCatchUp > QUIET_CATCH_UP) {
      catchUp(job);
    }
  }

  private long patience(Job job) {
    if (!job.signSeen && job.isImagine() && notes.beginsInPublic()) {
      return services.settings().firstSignTimeout().toNanos();
    }
    return services.settings().silenceTimeout().toNanos()
        * (job.claim.relaxed() ? RELAXED_PATIENCE : 1);
  }

  private void giveUp(Job job) {
    retireThreadOf(job);
    var sent = job.sent();
    if (job.stopPressed) {
      end(job, new JobEnd.Cancelled(sent), false);
      return;
    }
    end(
        job,
        job.signSeen
            ? new JobEnd.Failed(FailReason.TIMEOUT, "Midjourney went silent.", sent)
            : new JobEnd.Failed(FailReason.NO_ANSWER, "Midjourney did not answer.", sent),
        false);
  }

  // How the account is

  private void onEntry(AccountEntry changed) {
    boolean moved = !changed.channel().equals(entry.channel());
    entry = changed;
    if (moved || !threads.all().isEmpty()) {
      var elsewhere =
          threads.all().stream()
              .filter(known -> known.channel() != Long.parseUnsignedLong(entry.channel()))
              .map(Threads.Known::id)
              .toList();
      elsewhere.forEach(this::retire);
    }
    useBot();
    assess();
  }

  private void useBot() {
    var wanted = wantedBotToken();
    if (java.util.Objects.equals(wanted, botToken)) {
      return;
    }
    leaveBot();
    botToken = wanted;
    if (wanted == null) {
      return;
    }
    var listener = services.bots().bot(wanted);
    bot = listener;
    listener.join(this);
    listener.listen(Long.parseUnsignedLong(entry.channel()), this);
    threads.all().forEach(known -> listener.listen(known.id(), this));
    jobs.values().stream()
        .map(job -> job.send)
        .filter(send -> send != null)
        .forEach(send -> listener.listen(send.thread(), this));
  }

  private @Nullable String wantedBotToken() {
    var sealed = entry.sealedBotToken();
    if (sealed == null) {
      var standard = services.settings().discord().botToken();
      return standard.isEmpty() ? null : standard;
    }
    try {
      return services.sealer().open(sealed, SealedFor.botToken(entry.id()));
    } catch (Sealer.UnopenableException unopenable) {
      return null;
    }
  }

  private void leaveBot() {
    var old = bot;
    var token = botToken;
    bot = null;
    botToken = null;
    if (old != null && token != null) {
      old.leave(this);
      if (!token.equals(services.settings().discord().botToken())) {
        services.bots().drop(token);
      }
    }
  }

  private boolean gatewayConnected() {
    return bot != null && bot.state() instanceof BotState.Connected;
  }

  private void needsAttention(String why) {
    services.log().needsAttention(entry.id(), why);
    learn(notes.withAttention(why, credentials()));
    assess();
  }

  /// Tells one set of credentials from another: a sealed token looks different each time.
  private String credentials() {
    return Integer.toHexString(entry.sealedUserToken().hashCode());
  }

  private void assess() {
    if (!loaded) {
      return;
    }
    var before = health;
    health = assessed();
    if (before.isReady() && !health.isReady()) {
      troubleSince = now();
    }
    if (!health.equals(published)) {
      publish();
    }
  }

  private Health assessed() {
    var attention = notes.attention();
    if (attention != null && credentials().equals(notes.attentionFor())) {
      return Health.needs(attention);
    }
    var listener = bot;
    if (listener == null) {
      return Health.needs(
          entry.sealedBotToken() == null
              ? "it has no bot, and the operator has configured none (EASEL_DISCORD_BOT_TOKEN)"
              : "its bot's token was sealed with a key that this Easel does not have: set it again");
    }
    return switch (listener.state()) {
      case BotState.Refused(var reason) -> Health.needs(reason);
      case BotState.Connected _ -> {
        gatewayLostAt = now();
        var obstacles = listener.obstacles(entry.server(), entry.channel());
        yield obstacles.isEmpty() ? Health.READY : Health.needs(String.join("; ", obstacles));
      }
      // A short loss of the gateway is made up for by its replay.
      case BotState.Connecting _ ->
          health.isReady() && now() - gatewayLostAt < GATEWAY_GRACE ? health : Health.CONNECTING;
    };
  }

  private void publish() {
    nextPublishAt = now() + REPUBLISH;
    published = health;
    if (entry.linked()) {
      services
          .publisher()
          .say(
              new Reply.AccountState(
                  entry.id(), Instant.now(), health.status(), health.attention()));
    }
  }

  private static long now() {
    return System.nanoTime();
  }
}
