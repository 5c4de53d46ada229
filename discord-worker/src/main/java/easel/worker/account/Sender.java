package easel.worker.account;

import static java.util.stream.Collectors.joining;

import easel.common.message.Command;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.worker.claim.Claim;
import easel.worker.claim.ClaimState;
import easel.worker.claim.Send;
import easel.worker.send.Attachment;
import easel.worker.send.Interaction;
import easel.worker.send.MidjourneyCommand;
import easel.worker.send.SendOutcome;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Sends what is next in line, one request after the other, each only after its claim says so; and
/// does what Discord's answer asks for.
final class Sender {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /// How long after its turn a request may still begin: others wait for it no longer.
  static final long LATEST_BEGIN = 2 * SECOND;

  private final Services services;
  private final AccountState state;
  private final Mailbox mailbox;
  private final ClaimWrites writes;
  private final ClaimSteps steps;
  private final Replies replies;
  private final AccountBot bot;
  private final AccountHealth health;
  private final ThreadUpkeep upkeep;
  private final SendPlace place;
  private final Uploading uploading;
  private final Following following;
  private final Stops stops;
  private final Dialogs dialogs;
  private final Shows shows;
  private final ModeWatch mode;

  Sender(
      Services services,
      AccountState state,
      Mailbox mailbox,
      ClaimWrites writes,
      ClaimSteps steps,
      Replies replies,
      AccountBot bot,
      AccountHealth health,
      ThreadUpkeep upkeep,
      SendPlace place,
      Uploading uploading,
      Following following,
      Stops stops,
      Dialogs dialogs,
      Shows shows,
      ModeWatch mode) {
    this.services = services;
    this.state = state;
    this.mailbox = mailbox;
    this.writes = writes;
    this.steps = steps;
    this.replies = replies;
    this.bot = bot;
    this.health = health;
    this.upkeep = upkeep;
    this.place = place;
    this.uploading = uploading;
    this.following = following;
    this.stops = stops;
    this.dialogs = dialogs;
    this.shows = shows;
    this.mode = mode;
  }

  boolean mayPost() {
    return state.loaded
        && !state.postInFlight
        && !state.handingBack
        && !state.stopped
        && writes.isEmpty()
        && health.isReady()
        && !services.renewals().areLate()
        && services.now() - state.nextSendAt >= 0
        && state.jobs.values().stream().noneMatch(job -> job.doubtUntil != null);
  }

  void advance() {
    while (mayPost()) {
      if (dialogs.answer() || stops.press() || shows.ask() || mode.ask()) {
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
      if (job.needsDialog() && !dialogs.canBeHeard(job)) {
        if (job.end != null) {
          continue;
        }
        return;
      }
      var send = place.prepare(job.claim);
      if (send.isEmpty()) {
        return;
      }
      if (isNotOffered(job)) {
        steps.end(job, notOffered(job), true);
        continue;
      }
      if (!uploading.isDone(job, send.get())) {
        return;
      }
      long begun = services.now();
      job.uncertainRow = true;
      var account = services.directory().account(job.claim.account()).orElse(state.entry);
      var room = state.within(services.directory().room(account, job.queue()));
      var written =
          upkeep.guarded(
              send.get(), () -> services.claims().begin(state.fence, job.claim, send.get(), room));
      job.uncertainRow = false;
      switch (written) {
        case DONE -> begin(job, send.get(), begun);
        case UNCHANGED -> {
          // Or an earlier attempt, of which nothing was to be seen, has made it since.
          job.uncertainRow = true;
          state.fullQueues.add(job.queue());
        }
        case NOT_OWNER -> state.stopped = true;
      }
    }
  }

  /// Whether Midjourney has no such command where the account is.
  private boolean isNotOffered(Job job) {
    var name = job.commandName();
    return name != null && services.commands().known(state.entry.server(), name).isEmpty();
  }

  private static JobEnd notOffered(Job job) {
    return new JobEnd.Failed(
        FailReason.ACCOUNT_UNAVAILABLE,
        "Midjourney offers no /%s in the account's server.".formatted(job.commandName()),
        false);
  }

  /// The answer to the last attempt to begin was lost. If it was made, no request followed it.
  private void settleRow(Job job) {
    var found = services.claims().find(job.id());
    if (found.isPresent()
        && found.get() instanceof Claim.Open open
        && open.state() == ClaimState.SENDING
        && open.send() != null) {
      services.claims().takeBack(state.fence, job.id(), open.send().nonce(), false);
    }
    job.uncertainRow = false;
  }

  void begin(Job job, @Nullable Send send, long begun) {
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
    var interaction = interaction(job, send);
    var token = health.userToken();
    if (interaction.isEmpty() || token.isEmpty()) {
      steps.takeBack(job, false);
      return;
    }
    state.postInFlight = true;
    state.posting = job;
    state.nextSendAt = begun + services.settings().sendInterval().toNanos();
    services.requests().begun(job.id());
    var _ =
        services
            .discord()
            .post(
                token.get(),
                interaction.get(),
                AccountEar.marks(state, send.nonce()),
                begun + LATEST_BEGIN)
            .thenAccept(
                outcome -> {
                  services.requests().over(job.id());
                  mailbox.add(
                      () -> {
                        try {
                          onAnswer(job, outcome);
                        } finally {
                          following.answered();
                        }
                      });
                });
  }

  private Optional<Interaction> interaction(Job job, Send send) {
    var server = state.entry.server();
    long thread = send.thread();
    var uploaded = job.uploaded;
    var pictures = uploaded == null ? List.<Attachment>of() : uploaded.attachments();
    var addresses = uploaded == null ? List.<String>of() : uploaded.addresses();
    return switch (job.claim.body().command()) {
      case Command.Imagine(var prompt, _) -> {
        var whole = Stream.concat(addresses.stream(), Stream.of(prompt)).collect(joining(" "));
        yield named(job, command -> new Interaction.Imagine(server, thread, command, whole));
      }
      case Command.Describe(var link, _) ->
          named(
              job,
              command ->
                  link == null
                      ? new Interaction.DescribePicture(
                          server, thread, command, pictures.getFirst())
                      : new Interaction.DescribeLink(server, thread, command, link));
      case Command.Blend(_, var dimensions) ->
          named(
              job,
              command ->
                  new Interaction.Blend(server, thread, command, pictures, ratio(dimensions)));
      case Command.Shorten(var prompt) ->
          named(job, command -> new Interaction.Shorten(server, thread, command, prompt));
      case Command.Press press ->
          Optional.of(new Interaction.Press(press.pressed(), press.customId()));
    };
  }

  /// Empty where the command is not known any more.
  private Optional<Interaction> named(Job job, Function<MidjourneyCommand, Interaction> form) {
    var name = job.commandName();
    return name == null
        ? Optional.empty()
        : services.commands().known(state.entry.server(), name).map(form);
  }

  private static @Nullable String ratio(Command.@Nullable Dimensions dimensions) {
    return switch (dimensions) {
      case PORTRAIT -> "--ar 2:3";
      case SQUARE -> "--ar 1:1";
      case LANDSCAPE -> "--ar 3:2";
      case null -> null;
    };
  }

  private void onAnswer(Job job, SendOutcome outcome) {
    state.postInFlight = false;
    state.posting = null;
    services.log().sent(job.id(), outcome.getClass().getSimpleName());
    if (outcome instanceof SendOutcome.TooFast(var pause)) {
      state.nextSendAt = Math.max(state.nextSendAt, services.now() + pause.toNanos());
    }
    if (job.state != ClaimState.SENDING || !state.jobs.containsKey(job.id())) {
      // History showed Midjourney's answer before Discord's came.
      return;
    }
    switch (outcome) {
      case SendOutcome.Taken _ -> {
        job.lastSign = services.now();
        steps.track(job, true);
      }
      case SendOutcome.TooFast _ -> steps.takeBack(job, false);
      case SendOutcome.TokenRefused _ -> {
        steps.takeBack(job, false);
        health.tokenRefused();
      }
      case SendOutcome.Forbidden(var detail) -> {
        steps.takeBack(job, false);
        health.needsAttention(detail);
      }
      case SendOutcome.ThreadArchived _ -> {
        if (job.send != null) {
          state.threads.setAsleep(job.send.thread());
        }
        steps.takeBack(job, false);
      }
      case SendOutcome.ChannelGone _ -> onChannelGone(job);
      case SendOutcome.StaleCommand _ -> onStaleCommand(job);
      case SendOutcome.Invalid(var detail) ->
          steps.end(job, new JobEnd.Failed(FailReason.INVALID_PARAMETER, detail, false), true);
      case SendOutcome.NotSent(var detail) -> {
        services.log().hindered(state.entry.id(), "send", new IllegalStateException(detail));
        state.nextSendAt = Math.max(state.nextSendAt, services.now() + SECOND);
        steps.takeBack(job, false);
      }
      case SendOutcome.InDoubt(var detail) -> {
        job.doubtUntil = services.now() + Doubt.WAIT;
        services.log().inDoubt(job.id(), job.claim.account(), detail);
        var nonce = job.nonce();
        writes.write(() -> services.claims().requestOver(state.fence, job.id(), nonce), () -> {});
        replies.tellSending(job);
        following.catchUp(job);
      }
    }
  }

  private void onChannelGone(Job job) {
    var send = job.send;
    if (send != null && send.ownThread()) {
      steps.takeBack(job, false);
      upkeep.retire(send.thread());
      return;
    }
    steps.end(
        job,
        new JobEnd.Failed(
            FailReason.INVALID_PARAMETER, "The thread of the picture was deleted.", false),
        true);
  }

  private void onStaleCommand(Job job) {
    services.commands().forget(state.entry.server());
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
}
