package easel.worker.account;

import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.Command;
import easel.common.message.DiscordMessage;
import easel.common.message.JobEnd;
import easel.common.message.Pressing;
import easel.worker.claim.Claim;
import easel.worker.claim.ClaimState;
import easel.worker.claim.NewClaim;
import easel.worker.claim.Send;
import easel.worker.ear.RequestNews;
import easel.worker.track.Awaited;
import easel.worker.track.Reading;
import org.jspecify.annotations.Nullable;

/// A job with an open claim, as its account follows it. Touched by the account's thread alone.
final class Job {
  final NewClaim claim;
  final long line;
  ClaimState state = ClaimState.CLAIMED;
  @Nullable Send send;

  /// Whether Discord certainly took the command.
  boolean received;

  boolean inDoubtBefore;

  /// Set while it is open whether the command was taken: when that is decided, by `nanoTime`.
  @Nullable Long doubtUntil;

  /// Whether nobody can make the request any more that is in doubt.
  boolean requestOver;

  /// Whether a commit may have been made whose answer was lost: the row is read first.
  boolean uncertainRow;

  int staleCommands;

  /// The pictures of its command that are with Discord, ready to be sent with it.
  Uploading.@Nullable Uploaded uploaded;

  /// Set while they are brought there: since when that is tried, by `nanoTime`.
  @Nullable Long uploadingSince;

  boolean signSeen;

  /// Whether Discord says that Midjourney did not answer in time.
  boolean unanswered;

  /// Whether everything in its thread was heard since the send.
  boolean heardAll = true;

  /// By `nanoTime`: the send, or the last sign after it.
  long lastSign;

  /// What its first message said when it was last heard.
  @Nullable String lastWords;

  long lastCatchUp;
  boolean catchingUp;

  /// Whether its thread's history is to be read once more: something was missed, or heard of which
  /// only the history tells whose it is.
  boolean historyWanted;

  /// From when on its history may be asked for, by `nanoTime`: later after a failure.
  long catchUpFrom;

  /// Whether it was told that the send has begun.
  boolean sendingTold;

  int percent;
  @Nullable String preview;

  /// Whether there is progress that was not told, and from when on it may be, by `nanoTime`.
  boolean progressUntold;

  long tellProgressFrom;
  @Nullable DiscordMessage startMessage;

  /// The dialog that its press has opened, to be filled in.
  RequestNews.@Nullable Dialog dialog;

  /// What Midjourney's editor knows the region by that its press has opened it for.
  @Nullable String region;

  /// The mask of that region, in Base64, once it was brought from the object store.
  @Nullable String mask;

  /// Of the request that fills it in.
  @Nullable String dialogNonce;

  int dialogAttempts;

  /// Whether that was filled in, or may have been: that starts what Midjourney draws.
  boolean dialogAnswered;

  /// Whether a former owner pressed its button, and whatever that opened is lost.
  boolean dialogLost;

  /// By `nanoTime`: since when its press waits for the account's own session.
  @Nullable Long earAwaitedSince;

  /// Whether its first message was there, and is no more.
  boolean startGone;

  /// From when on its result is asked for once more, by `nanoTime`; null where it is not.
  @Nullable Long showFrom;

  int showAttempts;

  /// Set once it was silent for too long: until when that result is waited for, by `nanoTime`.
  @Nullable Long showUntil;

  boolean stopAsked;
  boolean stopPressed;

  /// Whether it is to be stopped though its customer was told its end: it is not what was asked
  /// for.
  boolean stopThoughEnded;

  @Nullable JobEnd end;

  /// By `nanoTime`: when an ended job is closed without Midjourney's confirmation.
  long closeBy;

  Job(NewClaim claim, long line, long now) {
    this.claim = claim;
    this.line = line;
    this.catchUpFrom = now;
    this.tellProgressFrom = now;
  }

  /// Takes up a claim of a former owner.
  static Job adopt(Claim.Open open, long now, long quarantineNanos) {
    var job =
        new Job(new NewClaim(open.body(), open.account(), open.discordUser()), open.line(), now);
    job.state = open.state();
    job.send = open.send();
    job.received = open.progress().received();
    job.inDoubtBefore = open.progress().inDoubtBefore();
    job.stopAsked = open.stopAsked();
    job.end = open.end();
    job.closeBy = now + quarantineNanos - open.sinceEnded().toNanos();
    job.signSeen = open.progress().startMessage() != null;
    job.dialogAnswered = open.progress().dialogAnswered();
    job.dialogLost = job.opensDialog() && job.send != null && !job.dialogAnswered;
    // When the last sign came is not kept; but who showed none had to do so since its send.
    job.lastSign = job.signSeen ? now : now - open.sinceBegun().toNanos();
    job.lastCatchUp = job.lastSign;
    // Whoever was here before may have missed something.
    job.heardAll = false;
    return job;
  }

  JobId id() {
    return claim.job();
  }

  /// That of its send.
  @Nullable String nonce() {
    return send == null ? null : send.nonce();
  }

  QueueId queue() {
    return claim.body().queue();
  }

  /// Whether it counts towards the limits.
  boolean isRunning() {
    return state != ClaimState.CLAIMED;
  }

  /// Whether Midjourney draws it from a prompt or from pictures: its start shows how it is stopped.
  boolean isDrawn() {
    return switch (claim.body().command()) {
      case Command.Imagine _, Command.Blend _ -> true;
      case Command.Press _, Command.Describe _, Command.Shorten _ -> false;
    };
  }

  /// Whether texts are its result: Midjourney shows no way to stop those.
  boolean isAnsweredWithTexts() {
    return switch (claim.body().command()) {
      case Command.Describe _, Command.Shorten _ -> true;
      case Command.Press press -> Reading.ofButton(press.customId()).isText();
      case Command.Imagine _, Command.Blend _ -> false;
    };
  }

  /// Whether its button opens a dialog, and nothing is drawn before that is filled in.
  boolean opensDialog() {
    return claim.body().command() instanceof Command.Press press
        && switch (Pressing.of(press.customId())) {
          case DIALOG, WEB_PAGE -> true;
          case AT_ONCE, SEVERAL_JOBS -> false;
        };
  }

  /// Whether that dialog is Midjourney's editor, in which a region is marked.
  boolean marksRegion() {
    return claim.body().command() instanceof Command.Press press
        && Pressing.of(press.customId()) == Pressing.WEB_PAGE;
  }

  /// Whether a dialog has to be filled in for it: that of its button, or the one in which a new
  /// prompt is given.
  boolean needsDialog() {
    return opensDialog()
        || (claim.body().command() instanceof Command.Press press && press.prompt() != null);
  }

  /// Whether nothing is drawn for it yet.
  boolean awaitsDialog() {
    return opensDialog() && !dialogAnswered;
  }

  /// The name of its command; null for a press.
  @Nullable String commandName() {
    return switch (claim.body().command()) {
      case Command.Imagine _ -> "imagine";
      case Command.Describe _ -> "describe";
      case Command.Blend _ -> "blend";
      case Command.Shorten _ -> "shorten";
      case Command.Press _ -> null;
    };
  }

  boolean readsLike(Job other) {
    return claim.body().command() instanceof Command.Press mine
        && other.claim.body().command() instanceof Command.Press theirs
        && mine.pressed().id().equals(theirs.pressed().id())
        && Reading.ofButton(mine.customId()).overlaps(Reading.ofButton(theirs.customId()));
  }

  /// Whether Midjourney was asked, as far as is known.
  @Nullable Boolean sent() {
    boolean lacksPrompt = needsDialog() && !dialogAnswered;
    if (state == ClaimState.CLAIMED || (lacksPrompt && (opensDialog() || dialog != null))) {
      return false;
    }
    if (signSeen) {
      return true;
    }
    // A press that may have asked for its prompt need not have begun anything, though it was taken.
    return (received && !lacksPrompt) ? true : null;
  }

  /// What its messages are recognised by.
  Awaited awaited(Send begun) {
    return awaitedIn(begun).withNonce(begun.nonce());
  }

  private Awaited awaitedIn(Send begun) {
    return switch (claim.body().command()) {
      case Command.Imagine _ -> Awaited.imagine(id(), begun.thread(), begun.floor());
      case Command.Blend _ -> Awaited.blend(id(), begun.thread(), begun.floor());
      case Command.Describe _ -> Awaited.describe(id(), begun.thread(), begun.floor());
      case Command.Shorten _ -> Awaited.shorten(id(), begun.thread(), begun.floor());
      case Command.Press press ->
          Awaited.press(
              id(),
              begun.thread(),
              begun.floor(),
              Long.parseUnsignedLong(press.pressed().id()),
              press.customId());
    };
  }

  void waitAgain() {
    state = ClaimState.CLAIMED;
    send = null;
    doubtUntil = null;
    requestOver = false;
    received = false;
    sendingTold = false;
    dialog = null;
    region = null;
    dialogNonce = null;
    dialogAttempts = 0;
    dialogAnswered = false;
    earAwaitedSince = null;
    unanswered = false;
    startGone = false;
    showFrom = null;
    showAttempts = 0;
    showUntil = null;
  }
}
