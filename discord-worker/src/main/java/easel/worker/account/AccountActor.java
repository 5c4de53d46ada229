package easel.worker.account;

import easel.common.directory.AccountEntry;
import easel.common.id.QueueId;
import easel.common.message.AccountMessage;
import easel.common.message.Command;
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
import easel.worker.claim.Written;
import easel.worker.gateway.Bot;
import easel.worker.gateway.Ears;
import easel.worker.send.CommandIndex;
import easel.worker.send.Interaction;
import easel.worker.send.SendOutcome;
import easel.worker.track.SeenMessage;
import easel.worker.track.Sign;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
  private final Thread thread;

  private final Deque<Arrival> arrivals = new ArrayDeque<>();
  private final List<Claim.Open> inherited;

  private @Nullable CompletableFuture<Void> handedBack;
  private boolean preparing;
  private long prepareAgainAt;
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
    long now = System.nanoTime();
    this.nextLookAt = now;
    this.prepareAgainAt = now;
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
    mailbox.add(() -> onHeard(message));
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
            case GONE -> onThreadGone(changed);
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
              catchUp(job);
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
    advance();
    makeThreadsAhead();
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
    state.jobs.values().stream().filter(job -> job.send != null).forEach(this::catchUp);
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
    var claiming = guarded(send, () -> services.claims().claim(state.fence, claim, send, room));
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
        begin(job, send, begun);
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
    if (!mayPost()
        || Unsendable.reason(claim.body().command()).isPresent()
        || state.jobs.values().stream().anyMatch(job -> job.state == ClaimState.CLAIMED)) {
      return null;
    }
    var probe = new Job(claim, Long.MAX_VALUE);
    state.line.put(probe.line, probe);
    try {
      return isNext(probe) ? prepare(claim).orElse(null) : null;
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
      job.doubtUntil = now + DOUBT;
      services.log().inDoubt(job.id(), open.account(), "found SENDING at the take-over");
      catchUp(job);
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
    job.stopAsked = true;
    writes.write(() -> services.claims().askStop(state.fence, job.id()), () -> {});
  }

  // Sending

  private boolean mayPost() {
    return state.loaded
        && !state.postInFlight
        && !state.handingBack
        && !state.stopped
        && writes.isEmpty()
        && health.isReady()
        && state.entry.linked()
        && System.nanoTime() - state.nextSendAt >= 0
        && state.jobs.values().stream().noneMatch(job -> job.doubtUntil != null);
  }

  private void advance() {
    while (mayPost()) {
      if (pressStop()) {
        return;
      }
      var next = state.next();
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
      long begun = System.nanoTime();
      job.uncertainRow = true;
      var account = services.directory().account(job.claim.account()).orElse(state.entry);
      var room = services.directory().room(account, job.queue());
      var written =
          guarded(
              send.get(), () -> services.claims().begin(state.fence, job.claim, send.get(), room));
      job.uncertainRow = false;
      switch (written) {
        case DONE -> begin(job, send.get(), begun);
        case UNCHANGED -> state.fullQueues.add(job.queue());
        case NOT_OWNER -> state.stopped = true;
      }
    }
  }

  /// The answer to the last attempt to begin was lost. If it was made, no request followed it.
  private void settleRow(Job job) {
    var found = services.claims().find(job.id());
    if (found.isPresent() && found.get().state() == ClaimState.SENDING) {
      services.claims().takeBack(state.fence, job.id(), false);
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
    job.heardAll = bot.isConnected();
    state.tracker.await(job.awaited(send));
    post(job, send, begun);
  }

  private void post(Job job, Send send, long begun) {
    var interaction =
        switch (job.claim.body().command()) {
          case Command.Imagine(var prompt) ->
              services
                  .commands()
                  .known(state.entry.server())
                  .<Interaction>map(
                      command ->
                          new Interaction.Imagine(
                              state.entry.server(), send.thread(), command, prompt));
          case Command.Press press ->
              Optional.<Interaction>of(new Interaction.Press(press.pressed(), press.customId()));
        };
    var token = health.userToken();
    if (interaction.isEmpty() || token.isEmpty()) {
      steps.takeBack(job, false);
      return;
    }
    state.postInFlight = true;
    state.nextSendAt = begun + services.settings().sendInterval().toNanos();
    var _ =
        services
            .discord()
            .post(token.get(), interaction.get(), begun + LATEST_BEGIN)
            .thenAccept(outcome -> mailbox.add(() -> onAnswer(job, outcome)));
  }

  private void onAnswer(Job job, SendOutcome outcome) {
    state.postInFlight = false;
    services.log().sent(job.id(), outcome.getClass().getSimpleName());
    if (outcome instanceof SendOutcome.TooFast(var pause)) {
      state.nextSendAt = Math.max(state.nextSendAt, System.nanoTime() + pause.toNanos());
    }
    if (job.state != ClaimState.SENDING || !state.jobs.containsKey(job.id())) {
      // Midjourney's answer was heard before Discord's.
      return;
    }
    switch (outcome) {
      case SendOutcome.Taken _ -> {
        job.lastSign = System.nanoTime();
        steps.track(job, true);
      }
      case SendOutcome.TooFast _ -> steps.takeBack(job, false);
      case SendOutcome.TokenRefused _ -> {
        steps.takeBack(job, false);
        health.needsAttention("Discord refused its token: set a new one");
      }
      case SendOutcome.Forbidden(var detail) -> {
        steps.takeBack(job, false);
        health.needsAttention(detail);
      }
      case SendOutcome.ThreadArchived _ -> {
        if (job.send != null) {
          state.threads.setAwake(job.send.thread(), false);
        }
        steps.takeBack(job, false);
      }
      case SendOutcome.ChannelGone _ -> onChannelGone(job);
      case SendOutcome.StaleCommand _ -> onStaleCommand(job);
      case SendOutcome.Invalid(var detail) ->
          steps.end(job, new JobEnd.Failed(FailReason.INVALID_PARAMETER, detail, false), true);
      case SendOutcome.NotSent(var detail) -> {
        services.log().hindered(state.entry.id(), "send", new IllegalStateException(detail));
        state.nextSendAt = Math.max(state.nextSendAt, System.nanoTime() + SECOND);
        steps.takeBack(job, false);
      }
      case SendOutcome.InDoubt(var detail) -> {
        job.doubtUntil = System.nanoTime() + DOUBT;
        services.log().inDoubt(job.id(), job.claim.account(), detail);
        replies.tellSending(job);
        catchUp(job);
      }
    }
  }

  private void onChannelGone(Job job) {
    var send = job.send;
    if (send != null && send.ownThread()) {
      steps.takeBack(job, false);
      retire(send.thread());
      return;
    }
    steps.end(
        job,
        new JobEnd.Failed(
            FailReason.INVALID_PARAMETER, "The thread of the picture was deleted.", false),
        true);
  }

  private void onStaleCommand(Job job) {
    services
        .commands()
        .known(state.entry.server())
        .ifPresent(stale -> services.commands().forget(state.entry.server(), stale));
    if (++job.staleCommands > 1) {
      steps.end(
          job,
          new JobEnd.Failed(
              FailReason.INTERNAL, "Discord refused the command's version twice.", false),
          true);
      return;
    }
    steps.takeBack(job, false);
  }

  // What a send needs

  private Optional<Send> prepare(NewClaim claim) {
    if (preparing || System.nanoTime() - prepareAgainAt < 0) {
      return Optional.empty();
    }
    var listener = bot.listener();
    if (listener == null) {
      return Optional.empty();
    }
    return switch (claim.body().command()) {
      case Command.Imagine _ -> prepareImagine(listener);
      case Command.Press press -> preparePress(listener, press);
    };
  }

  private Optional<Send> prepareImagine(Bot listener) {
    if (services.commands().known(state.entry.server()).isEmpty()) {
      lookUpCommand();
      return Optional.empty();
    }
    var busy =
        state.jobs.values().stream()
            .filter(job -> job.send != null && job.send.ownThread())
            .map(job -> job.send == null ? 0L : job.send.thread())
            .collect(Collectors.toSet());
    var free = state.threads.free(busy);
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
    boolean isThread = !press.pressed().channel().equals(state.entry.channel());
    if (isThread && !state.threads.isAwake(channel) && !listener.isAwake(channel)) {
      wake(listener, channel);
      return Optional.empty();
    }
    return floor(listener, channel, pressed)
        .map(floor -> new Send(channel, false, floor, services.presence().session()));
  }

  private Optional<Long> awakeWithFloor(Bot listener, long id, long least) {
    if (!state.threads.isAwake(id) && !listener.isAwake(id)) {
      wake(listener, id);
      return Optional.empty();
    }
    return floor(listener, id, least);
  }

  /// The newest message of a channel, which is asked for where nothing was heard of it yet.
  private Optional<Long> floor(Bot listener, long channel, long least) {
    long newest = Math.max(state.threads.newest(channel), listener.newestMessage(channel));
    if (newest == 0) {
      prepareWith(
          listener.newest(channel),
          "newest message",
          found -> state.threads.heard(channel, Math.max(found, least)));
      return Optional.empty();
    }
    return Optional.of(Math.max(newest, least));
  }

  private void lookUpCommand() {
    var token = health.userToken();
    if (token.isEmpty()) {
      return;
    }
    var server = state.entry.server();
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
                health.needsAttention("Midjourney offers no /imagine in server " + server);
            case CommandIndex.LookUp.TokenRefused _ ->
                health.needsAttention("Discord refused its token: set a new one");
            case CommandIndex.LookUp.Unreached(var detail) -> {
              services
                  .log()
                  .hindered(state.entry.id(), "look-up", new IllegalStateException(detail));
              prepareAgainAt = System.nanoTime() + RETRY_DISCORD;
            }
          }
        });
  }

  /// Makes the account's threads before its jobs need them: at a first job it would wait for
  /// Discord.
  private void makeThreadsAhead() {
    var listener = bot.listener();
    if (listener != null
        && health.isReady()
        && state.entry.linked()
        && !state.handingBack
        && !preparing
        && System.nanoTime() - prepareAgainAt >= 0
        && state.threads.all().size() < state.entry.limit()) {
      createThread(listener);
    }
  }

  private void createThread(Bot listener) {
    int ordinal = state.threads.nextOrdinal();
    long channel = Long.parseUnsignedLong(state.entry.channel());
    prepareWith(
        listener.createThread(channel, "easel " + ordinal),
        "new thread",
        id -> {
          var made = new Threads.Known(id, channel, ordinal);
          state.threads.add(made);
          state.threads.setAwake(id, true);
          state.threads.heard(id, id);
          listener.listen(id, this);
          services.log().threadMade(state.entry.id(), id);
          writes.write(
              () -> {
                services.threads().add(state.discordUser, made);
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
            state.threads.setAwake(id, true);
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
                      services.log().hindered(state.entry.id(), what, failure);
                      prepareAgainAt = System.nanoTime() + RETRY_DISCORD;
                    }));
  }

  private void onThreadGone(long gone) {
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

  private void retire(long id) {
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

  // Stopping

  private boolean pressStop() {
    for (var job : state.jobs.values()) {
      var known = state.tracker.of(job.id());
      if (job.stopAsked
          && !job.stopPressed
          && job.end == null
          && job.startMessage != null
          && known.isPresent()
          && known.get().midjourneyJob() != null) {
        var token = health.userToken();
        if (token.isEmpty()) {
          return false;
        }
        job.stopPressed = true;
        state.postInFlight = true;
        long begun = System.nanoTime();
        state.nextSendAt = begun + services.settings().sendInterval().toNanos();
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
    state.postInFlight = false;
    switch (outcome) {
      case SendOutcome.Taken _, SendOutcome.InDoubt _ -> {}
      case SendOutcome.TooFast(var pause) -> {
        state.nextSendAt = Math.max(state.nextSendAt, System.nanoTime() + pause.toNanos());
        job.stopPressed = false;
      }
      case SendOutcome.NotSent _ -> {
        state.nextSendAt = Math.max(state.nextSendAt, System.nanoTime() + SECOND);
        job.stopPressed = false;
      }
      case SendOutcome.TokenRefused _ ->
          health.needsAttention("Discord refused its token: set a new one");
      case SendOutcome.Forbidden _,
          SendOutcome.ThreadArchived _,
          SendOutcome.ChannelGone _,
          SendOutcome.StaleCommand _,
          SendOutcome.Invalid _ -> {
        if (job.end == null) {
          replies.notStopped(job, "Midjourney no longer shows a way to stop it");
        }
      }
    }
  }

  // Following

  private void onHeard(SeenMessage message) {
    if (!message.isEphemeral()) {
      state.threads.heard(message.channel(), message.id());
    }
    state.tracker.see(message).ifPresent(this::onSign);
  }

  private void onSign(Sign sign) {
    var job = state.jobs.get(sign.job());
    if (job == null) {
      return;
    }
    job.lastSign = System.nanoTime();
    if (job.state == ClaimState.ENDED) {
      onLateSign(job, sign);
      return;
    }
    switch (sign) {
      case Sign.Began(_, var message, _) -> {
        job.startMessage = discordMessage(message);
        if (job.isImagine() && !job.signSeen) {
          learned.learn(learned.notes().withPublicStart());
        }
        job.signSeen = true;
        steps.track(job, true);
        progress(job, 0, null);
      }
      case Sign.Progressed(_, var message, int percent, var preview) -> {
        job.startMessage = discordMessage(message);
        job.signSeen = true;
        if (job.state == ClaimState.SENDING) {
          steps.track(job, true);
        }
        progress(job, percent, preview);
      }
      case Sign.Finished(_, var picture, boolean startSeen) -> {
        state.tracker.remember(picture);
        if (!startSeen && job.isImagine() && job.heardAll) {
          learned.learn(learned.notes().withHiddenStart());
        }
        job.received = true;
        steps.end(job, new JobEnd.Done(picture), true);
      }
      case Sign.Stopped _ -> {
        job.received = true;
        retireThreadOf(job);
        steps.end(
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
        state.tracker.remember(picture);
        steps.close(job);
      }
      case Sign.Stopped _ -> steps.close(job);
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
    replies.tellProgress(job, System.nanoTime());
  }

  /// Reads what may have been missed of a job.
  private void catchUp(Job job) {
    var listener = bot.listener();
    var send = job.send;
    if (listener == null || send == null || job.catchingUp) {
      return;
    }
    long asked = System.nanoTime();
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

  private void retireThreadOf(Job job) {
    if (job.send != null && job.send.ownThread()) {
      retire(job.send.thread());
    }
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
    if (!job.signSeen && job.isImagine() && learned.notes().beginsInPublic()) {
      return services.settings().firstSignTimeout().toNanos();
    }
    return services.settings().silenceTimeout().toNanos()
        * (job.claim.relaxed() ? RELAXED_PATIENCE : 1);
  }

  private void giveUp(Job job) {
    retireThreadOf(job);
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
      elsewhere.forEach(this::retire);
    }
    bot.use();
    health.assess();
  }
}
