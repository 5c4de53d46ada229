package easel.worker.account;

import easel.common.message.DiscordMessage;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.worker.claim.ClaimState;
import easel.worker.track.Awaited;
import easel.worker.track.Notice;
import easel.worker.track.SeenMessage;
import easel.worker.track.Sign;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Follows sends: what is heard of them becomes progress and ends, and what may have been missed is
/// read.
final class Following {
  private static final long RETRY_HISTORY = TimeUnit.SECONDS.toNanos(2);

  private final Services services;
  private final AccountState state;
  private final Mailbox mailbox;
  private final ClaimSteps steps;
  private final Replies replies;
  private final Learned learned;
  private final AccountBot bot;
  private final ThreadUpkeep upkeep;
  private final AccountHealth health;
  private final Dialogs dialogs;
  private final Shows shows;
  private final ModeWatch mode;
  private final List<SeenMessage> early = new ArrayList<>();

  Following(
      Services services,
      AccountState state,
      Mailbox mailbox,
      ClaimSteps steps,
      Replies replies,
      Learned learned,
      AccountBot bot,
      ThreadUpkeep upkeep,
      AccountHealth health,
      Dialogs dialogs,
      Shows shows,
      ModeWatch mode) {
    this.services = services;
    this.state = state;
    this.mailbox = mailbox;
    this.steps = steps;
    this.replies = replies;
    this.learned = learned;
    this.bot = bot;
    this.upkeep = upkeep;
    this.health = health;
    this.dialogs = dialogs;
    this.shows = shows;
    this.mode = mode;
  }

  void heard(SeenMessage message) {
    if (isToWait(message)) {
      return;
    }
    look(message, List.of());
  }

  /// Looks at what the account itself was shown: what Midjourney says of the account may come at
  /// any time, whatever it was asked.
  void heardAlone(SeenMessage message) {
    if (message.isEphemeral()
        && Notice.of(message).orElse(null) instanceof Notice.AccountRefused trouble) {
      health.refusedByMidjourney(trouble);
    }
    mode.heard(message);
    heard(message);
  }

  /// Discord says that it took a request.
  void taken(String nonce) {
    state
        .ofNonce(nonce)
        .ifPresent(
            job -> {
              if (job.state == ClaimState.SENDING
                  || (job.state == ClaimState.TRACKING && !job.received)) {
                job.lastSign = services.now();
                steps.track(job, true);
              }
            });
  }

  /// Discord took a request, and says that Midjourney did not answer it in time. A dialog is opened
  /// by such an answer alone; whatever is drawn may be drawn all the same, for a while.
  void unanswered(String nonce) {
    taken(nonce);
    state
        .ofNonce(nonce)
        .filter(job -> job.end == null && !job.signSeen)
        .ifPresent(
            job -> {
              if (!job.awaitsDialog()) {
                job.unanswered = true;
                return;
              }
              if (job.dialog == null && job.region == null) {
                steps.end(
                    job,
                    new JobEnd.Failed(
                        FailReason.NO_ANSWER,
                        "Midjourney did not answer: no dialog opened.",
                        false),
                    true);
              }
            });
  }

  /// A message is gone. Where that is the first one of a job its picture is there, or comes at
  /// once; or it is shown to nobody.
  void deleted(long message) {
    for (var job : state.jobs.values()) {
      if (state.tracker.of(job.id()).filter(known -> known.isStart(message)).isPresent()) {
        shows.startGone(job);
      }
    }
  }

  /// What is heard in a thread of which something was missed may be another command's, whose sign
  /// of ours was among that: only all that stands there tells.
  ///
  /// @param together what was heard with it
  private void look(SeenMessage message, List<SeenMessage> together) {
    var unsure =
        state.jobs.values().stream().filter(job -> mayBeAnothers(message, job)).findFirst();
    if (unsure.isPresent()) {
      unsure.get().historyWanted = true;
      catchUp(unsure.get());
      return;
    }
    state.tracker.see(message, together).ifPresent(this::onSign);
  }

  private boolean mayBeAnothers(SeenMessage message, Job job) {
    var send = job.send;
    return !job.heardAll
        && send != null
        && send.ownThread()
        && send.thread() == message.channel()
        && message.id() > send.floor()
        && message.isMidjourneys()
        && !message.isEphemeral() // history does not show it
        && !state.tracker.knows(message.nonce())
        && state.tracker.of(job.id()).filter(known -> known.start() == null).isPresent();
  }

  /// @param together what was read with it
  private void read(SeenMessage message, List<SeenMessage> together) {
    if (isToWait(message)) {
      return;
    }
    state.tracker.see(message, together).ifPresent(this::onSign);
  }

  private boolean isToWait(SeenMessage message) {
    state.threads.heard(message.channel(), message.id());
    boolean waits = isBeingSentTo(message.channel()) && !state.tracker.knows(message.nonce());
    if (waits) {
      early.add(message);
    }
    return waits;
  }

  /// Until Discord has answered nobody knows if the command was taken: what begins there may have
  /// been typed.
  private boolean isBeingSentTo(long channel) {
    var job = state.posting;
    return job != null && job.send != null && job.send.ownThread() && job.send.thread() == channel;
  }

  /// Discord has answered: looks at what was heard in the meantime.
  void answered() {
    var heard = List.copyOf(early);
    early.clear();
    heard.forEach(message -> look(message, heard));
  }

  private void onSign(Sign sign) {
    var job = state.jobs.get(sign.job());
    if (job == null) {
      return;
    }
    if (job.awaitsDialog() && !(sign instanceof Sign.Refused)) {
      return; // nothing is drawn for it yet: somebody else has pressed there
    }
    if (isNews(job, sign)) {
      job.lastSign = services.now();
      job.showUntil = null;
    }
    if (sign instanceof Sign.Progressed(_, var message, _, _)) {
      mode.drawn(job, message.content());
    } else if (sign instanceof Sign.Finished(_, var picture, _)) {
      mode.drawn(job, picture.content());
    }
    if (job.state == ClaimState.ENDED) {
      onLateSign(job, sign);
      return;
    }
    switch (sign) {
      case Sign.Began(_, var message, _) -> {
        job.startMessage = discordMessage(message);
        if (job.isDrawn() && !job.signSeen) {
          learned.learn(
              message.isEphemeral()
                  ? learned.notes().withHiddenStart()
                  : learned.notes().withPublicStart());
        }
        job.signSeen = true;
        steps.track(job, true);
        progress(job, 0, null);
        dialogs.begun(job);
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
        if (dialogs.isPassedBy(job)) {
          dialogs.endUnasked(job, true);
          return;
        }
        if (!startSeen && job.isDrawn() && job.heardAll) {
          learned.learn(learned.notes().withHiddenStart());
        }
        job.received = true;
        steps.end(job, new JobEnd.Done(picture), true);
      }
      case Sign.Answered(_, var answer) -> {
        job.received = true;
        steps.end(job, new JobEnd.Answered(answer), true);
      }
      case Sign.Stopped _ -> {
        job.received = true;
        upkeep.retireThreadOf(job);
        steps.end(
            job,
            job.stopAsked
                ? new JobEnd.Cancelled(true)
                : new JobEnd.Failed(FailReason.STOPPED, "It was stopped at Discord.", true),
            true);
      }
      case Sign.Refused(_, var refusal) -> {
        job.received = true;
        steps.end(job, new JobEnd.Failed(refusal.reason(), refusal.words(), true), true);
        if (refusal instanceof Notice.AccountRefused trouble) {
          health.refusedByMidjourney(trouble);
        }
      }
      case Sign.Queued _ -> {
        job.signSeen = true;
        steps.track(job, true);
      }
      case Sign.Ambiguous _ -> steps.ambiguous(job);
    }
  }

  /// Whether the job gave a sign of life. What history shows again does not: a silent job would
  /// never be given up.
  private static boolean isNews(Job job, Sign sign) {
    return switch (sign) {
      case Sign.Progressed(_, var message, _, _) -> {
        var before = job.lastWords;
        job.lastWords = message.content();
        yield !Objects.equals(message.content(), before);
      }
      case Sign.Ambiguous _ -> false;
      case Sign.Began _,
          Sign.Finished _,
          Sign.Answered _,
          Sign.Stopped _,
          Sign.Refused _,
          Sign.Queued _ ->
          true;
    };
  }

  /// Midjourney confirms the end of a job that was given up: its place is free.
  private void onLateSign(Job job, Sign sign) {
    switch (sign) {
      case Sign.Finished(_, var picture, _) -> {
        state.tracker.remember(picture);
        steps.close(job);
      }
      case Sign.Answered _, Sign.Stopped _, Sign.Refused _ -> steps.close(job);
      case Sign.Began _, Sign.Progressed _, Sign.Queued _, Sign.Ambiguous _ -> {}
    }
  }

  private static DiscordMessage discordMessage(SeenMessage message) {
    return new DiscordMessage(
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
    replies.tellProgress(job, services.now());
  }

  /// Reads what may have been missed of a job; soon after a failure it does nothing.
  void catchUp(Job job) {
    var listener = bot.listener();
    var send = job.send;
    long asked = services.now();
    if (listener == null || send == null || job.catchingUp || asked - job.catchUpFrom < 0) {
      return;
    }
    job.catchingUp = true;
    job.historyWanted = false;
    var start = publicStart(job);
    var _ =
        listener
            .history(send.thread(), send.floor())
            .whenComplete(
                (messages, failure) ->
                    mailbox.add(
                        () -> {
                          job.catchingUp = false;
                          if (failure != null) {
                            services.log().hindered(state.entry.id(), "history", failure);
                            job.catchUpFrom = services.now() + RETRY_HISTORY;
                            job.historyWanted = true;
                            return;
                          }
                          job.lastCatchUp = asked;
                          messages.forEach(message -> read(message, messages));
                          if (start != null && !holds(messages, start)) {
                            shows.startGone(job);
                          }
                          if (job.historyWanted) {
                            catchUp(job); // something came that may not be in it
                          }
                        }));
  }

  private static boolean holds(List<SeenMessage> messages, long wanted) {
    return messages.stream().anyMatch(message -> message.id() == wanted);
  }

  /// The first message of a job, if history shows it for as long as it is there.
  private @Nullable Long publicStart(Job job) {
    var shown = job.startMessage;
    boolean isPublic =
        shown == null
            ? job.isDrawn() && learned.notes().beginsInPublic()
            : (shown.flags() & SeenMessage.EPHEMERAL) == 0;
    return isPublic ? state.tracker.of(job.id()).map(Awaited::start).orElse(null) : null;
  }
}
