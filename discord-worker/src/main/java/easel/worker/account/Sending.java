package easel.worker.account;

import static easel.worker.account.Account.SECOND;
import static easel.worker.account.Account.now;

import easel.common.message.Command;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.common.message.Reply;
import easel.worker.claim.ClaimState;
import easel.worker.claim.Room;
import easel.worker.claim.Send;
import easel.worker.send.Interaction;
import easel.worker.send.SendOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;

/// An account's requests to Discord: one at a time, paced, each made at most once.
final class Sending {
  static final String TOKEN_REFUSED = "Discord refused its token: set a new one";
  static final String UNOPENABLE =
      "its token was sealed with a key that this Easel does not have: set it again";

  /// Discord gives Midjourney 3 s to answer.
  static final long DOUBT = 5 * SECOND;

  // From the commit of SENDING to the request; connecting may take as long again.
  private static final long LATEST_BEGIN = SECOND;
  private static final long PAUSE_AFTER_FAILURE = SECOND;
  // How long a doubt waits for Discord to show the thread.
  private static final long LONGEST_DOUBT = 60 * SECOND;

  private final Account account;
  private final Condition condition;
  private final Preparation preparation;
  private final ClaimSteps steps;
  private final CatchUp catchUp;
  private final Services services;
  private boolean requestUnderWay;
  private long nextAt = now();

  Sending(
      Account account,
      Condition condition,
      Preparation preparation,
      ClaimSteps steps,
      CatchUp catchUp) {
    this.account = account;
    this.condition = condition;
    this.preparation = preparation;
    this.steps = steps;
    this.catchUp = catchUp;
    this.services = account.services;
  }

  boolean isRequestUnderWay() {
    return requestUnderWay;
  }

  long nanosUntilNext() {
    return nextAt - now();
  }

  /// A former owner sent something so long ago.
  void lastBegan(Duration ago) {
    pauseUntil(now() - ago.toNanos() + services.settings().sendInterval().toNanos());
  }

  private void pauseUntil(long moment) {
    if (moment - nextAt > 0) {
      nextAt = moment;
    }
  }

  private boolean mayBegin() {
    return !requestUnderWay
        && !account.handingBack
        && !account.stopped
        && account.writes.isEmpty()
        && condition.isReady()
        && account.entry.linked()
        && now() - nextAt >= 0
        && !account.jobs.any(job -> job.doubtUntil != null);
  }

  /// The send of a job that is being claimed, if it can begin at once.
  @Nullable Send atOnce(Job job) {
    if (!mayBegin() || Unsendable.reason(job.claim.body().command()).isPresent() || !isNext(job)) {
      return null;
    }
    return preparation.prepare(job.claim).orElse(null);
  }

  private boolean isNext(Job job) {
    if (account.jobs.wouldBeNext(job, account.entry.limit())) {
      return true;
    }
    if (!services.directory().isReachable()) {
      return false;
    }
    // A limit may just have been raised.
    services.directory().refresh();
    services.directory().account(account.entry.id()).ifPresent(now -> account.entry = now);
    account.jobs.forgetFull();
    return account.jobs.wouldBeNext(job, account.entry.limit());
  }

  /// Begins what can begin now.
  void advance() {
    while (mayBegin() && !pressStop()) {
      var next = account.jobs.next(account.entry.limit());
      if (next.isEmpty()) {
        return;
      }
      var job = next.get();
      if (job.uncertainRow) {
        settleRow(job);
      }
      var send = preparation.prepare(job.claim);
      if (send.isEmpty()) {
        return;
      }
      long begun = now();
      job.uncertainRow = true;
      var written =
          guarded(
              send.get(),
              () -> services.claims().begin(account.fence, job.claim, send.get(), room(job)));
      job.uncertainRow = false;
      switch (written) {
        case DONE -> begin(job, send.get(), begun);
        case UNCHANGED -> account.jobs.markFull(job.queue());
        case NOT_OWNER -> account.stopped = true;
      }
    }
  }

  Room room(Job job) {
    return services.directory().room(account.entryOf(job), job.queue());
  }

  /// The index that keeps a thread to one command says that this one has another: it is not used.
  <T> T guarded(@Nullable Send send, Supplier<T> write) {
    try {
      return write.get();
    } catch (DuplicateKeyException occupied) {
      if (send != null) {
        preparation.retire(send.thread());
      }
      throw occupied;
    }
  }

  /// The answer to an attempt to begin was lost. If it was made, no request followed it.
  void settleRow(Job job) {
    var found = services.claims().find(job.id());
    if (found.isPresent() && found.get().state() == ClaimState.SENDING) {
      services.claims().takeBack(account.fence, job.id(), false);
    }
    job.uncertainRow = false;
  }

  /// The job is counted as SENDING: its request is made.
  void begin(Job job, Send send, long begun) {
    job.state = ClaimState.SENDING;
    job.send = send;
    job.lastSign = begun;
    job.lastCatchUp = begun;
    job.heardAll = condition.isHearing();
    account.tracker.await(job.awaited(send));
    var interaction = interaction(job, send);
    var token = account.userToken();
    if (token.isEmpty()) {
      steps.takeBack(job, false);
      condition.needsAttention(UNOPENABLE);
      return;
    }
    if (interaction.isEmpty()) {
      steps.takeBack(job, false);
      return;
    }
    request(token.get(), interaction.get(), begun, outcome -> onOutcome(job, outcome));
    services.publisher().say(new Reply.Sending(job.id(), Instant.now(), job.claim.account()));
  }

  private Optional<Interaction> interaction(Job job, Send send) {
    var server = account.entry.server();
    return switch (job.claim.body().command()) {
      case Command.Imagine(var prompt) ->
          services
              .commands()
              .known(server)
              .map(command -> new Interaction.Imagine(server, send.thread(), command, prompt));
      case Command.Press press ->
          Optional.of(new Interaction.Press(press.pressed(), press.customId()));
    };
  }

  private void request(
      String token,
      Interaction interaction,
      long begun,
      java.util.function.Consumer<SendOutcome> then) {
    requestUnderWay = true;
    nextAt = begun + services.settings().sendInterval().toNanos();
    var _ =
        services
            .discord()
            .post(token, interaction, begun + LATEST_BEGIN)
            .thenAccept(
                outcome ->
                    account.inbox.accept(
                        () -> {
                          requestUnderWay = false;
                          then.accept(outcome);
                        }));
  }

  private void onOutcome(Job job, SendOutcome outcome) {
    services.log().sent(job.id(), outcome.getClass().getSimpleName());
    pauseAfter(outcome);
    if (job.state != ClaimState.SENDING || !account.jobs.holds(job)) {
      // Midjourney's answer was heard before Discord's.
      return;
    }
    switch (outcome) {
      case SendOutcome.Taken _ -> {
        job.lastSign = now();
        steps.track(job, true);
      }
      case SendOutcome.TooFast _, SendOutcome.NotSent _ -> steps.takeBack(job, false);
      case SendOutcome.TokenRefused _ -> {
        steps.takeBack(job, false);
        condition.needsAttention(TOKEN_REFUSED);
      }
      case SendOutcome.Forbidden(var detail) -> {
        steps.takeBack(job, false);
        condition.needsAttention(detail);
      }
      case SendOutcome.ThreadArchived _ -> {
        if (job.send != null) {
          account.threads.setAwake(job.send.thread(), false);
        }
        steps.takeBack(job, false);
      }
      case SendOutcome.ChannelGone _ -> {
        long gone = job.send == null ? 0 : job.send.thread();
        steps.takeBack(job, false);
        preparation.gone(gone);
      }
      case SendOutcome.StaleCommand _ -> onStaleCommand(job);
      case SendOutcome.Invalid(var detail) ->
          steps.end(job, new JobEnd.Failed(FailReason.INVALID_PARAMETER, detail, false));
      case SendOutcome.InDoubt(var detail) -> doubt(job, detail);
    }
  }

  private void pauseAfter(SendOutcome outcome) {
    switch (outcome) {
      case SendOutcome.TooFast(var pause) -> pauseUntil(now() + pause.toNanos());
      case SendOutcome.NotSent(var detail) -> {
        services.log().notSent(account.entry.id(), detail);
        pauseUntil(now() + PAUSE_AFTER_FAILURE);
      }
      case SendOutcome.Taken _,
          SendOutcome.TokenRefused _,
          SendOutcome.Forbidden _,
          SendOutcome.ThreadArchived _,
          SendOutcome.ChannelGone _,
          SendOutcome.StaleCommand _,
          SendOutcome.Invalid _,
          SendOutcome.InDoubt _ -> {}
    }
  }

  private void onStaleCommand(Job job) {
    var server = account.entry.server();
    services.commands().known(server).ifPresent(stale -> services.commands().forget(server, stale));
    if (++job.staleCommands > 1) {
      steps.end(
          job,
          new JobEnd.Failed(
              FailReason.INTERNAL, "Discord refused the command's version twice.", false));
      return;
    }
    steps.takeBack(job, false);
  }

  // Doubts

  /// The account's line waits while the thread is read.
  void doubt(Job job, String why) {
    job.doubtUntil = now() + DOUBT;
    services.log().inDoubt(job.id(), job.claim.account(), why);
    catchUp.read(job);
  }

  /// Decides a doubt once, by what the thread showed after the wait.
  void decideDoubt(Job job, long now) {
    var until = job.doubtUntil;
    if (until == null || now - until < 0) {
      return;
    }
    boolean isRead = job.lastCatchUp - until >= 0;
    if (!isRead && now - until < LONGEST_DOUBT) {
      catchUp.read(job);
      return;
    }
    var decision =
        Doubt.decide(
            job.isImagine() && isRead,
            condition.beginsInPublic(),
            job.inDoubtBefore,
            isSenderGone(job));
    services.log().doubtDecided(job.id(), decision.name());
    switch (decision) {
      case SEND_AGAIN -> steps.takeBack(job, true);
      case NEVER -> {
        job.lastSign = now;
        steps.track(job, false);
      }
    }
  }

  private boolean isSenderGone(Job job) {
    var send = job.send;
    return send != null
        && (services.presence().wasOurs(send.sender()) || services.leases().isGone(send.sender()));
  }

  // Stopping

  /// Presses Midjourney's Cancel Job where a customer asked for it and it is known.
  private boolean pressStop() {
    for (var job : account.jobs.all()) {
      var message = job.startMessage;
      var midjourneyJob = account.tracker.of(job.id()).map(known -> known.midjourneyJob());
      if (!job.wantsStop() || message == null || midjourneyJob.isEmpty()) {
        continue;
      }
      var token = account.userToken();
      if (token.isEmpty()) {
        condition.needsAttention(UNOPENABLE);
        return true;
      }
      job.stopPressed = true;
      request(
          token.get(),
          new Interaction.Press(message, "MJ::CancelJob::ByJobid::" + midjourneyJob.get()),
          now(),
          outcome -> onStopOutcome(job, outcome));
      return true;
    }
    return false;
  }

  private void onStopOutcome(Job job, SendOutcome outcome) {
    pauseAfter(outcome);
    switch (outcome) {
      case SendOutcome.Taken _, SendOutcome.InDoubt _ -> {}
      case SendOutcome.TooFast _, SendOutcome.NotSent _ -> job.stopPressed = false;
      case SendOutcome.TokenRefused _ -> condition.needsAttention(TOKEN_REFUSED);
      case SendOutcome.Forbidden _,
          SendOutcome.ThreadArchived _,
          SendOutcome.ChannelGone _,
          SendOutcome.StaleCommand _,
          SendOutcome.Invalid _ -> {
        if (job.end == null) {
          job.stopAsked = false;
          job.stopPressed = false;
          notStopped(job, "Midjourney no longer shows a way to stop it");
        }
      }
    }
  }

  void notStopped(Job job, String why) {
    services.publisher().say(new Reply.NotStopped(job.id(), Instant.now(), why));
  }
}
