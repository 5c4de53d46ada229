package easel.worker.account;

import easel.common.message.Command;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.worker.claim.ClaimState;
import easel.worker.ear.RequestNews;
import easel.worker.send.Interaction;
import easel.worker.send.MarkedRegion;
import easel.worker.send.Marks;
import easel.worker.send.SendOutcome;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Fills in the dialogs that pressed buttons open. The press draws nothing; the answer does, and is
/// made once: the claim says so before it is (P2).
///
/// A dialog is known to the session that heard of it alone. Where its worker dies before the claim
/// says that it is filled in, nobody can fill it in any more, and the job ends unsent; where it
/// dies after, the answer is in doubt, and is never made again.
final class Dialogs {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long PATIENCE = 30 * SECOND;
  private static final int MOST_ATTEMPTS = 5;
  private static final String EDITOR = "MJ::iframe::";

  private final Services services;
  private final AccountState state;
  private final Mailbox mailbox;
  private final ClaimSteps steps;
  private final AccountHealth health;
  private final Consumer<Job> stop;
  private final Masks masks;

  /// @param stop has a job stopped that runs though it should not
  Dialogs(
      Services services,
      AccountState state,
      Mailbox mailbox,
      ClaimSteps steps,
      AccountHealth health,
      Consumer<Job> stop) {
    this.services = services;
    this.state = state;
    this.mailbox = mailbox;
    this.steps = steps;
    this.health = health;
    this.stop = stop;
    this.masks = new Masks(services, state, mailbox);
  }

  /// Whether the dialog of a job that is to be sent would be heard of. Where it would not be for
  /// long, the job ends.
  boolean canBeHeard(Job job) {
    if (state.earSession != null) {
      job.earAwaitedSince = null;
      return true;
    }
    long now = services.now();
    var since = job.earAwaitedSince;
    if (since == null) {
      job.earAwaitedSince = now;
    } else if (now - since > PATIENCE) {
      fail(job, FailReason.ACCOUNT_UNAVAILABLE, "Its account's own session is not connected.");
    }
    return false;
  }

  /// A request has opened a dialog.
  void opened(RequestNews.Dialog dialog) {
    state
        .ofNonce(dialog.nonce())
        .filter(job -> job.end == null && job.dialog == null && !job.dialogAnswered)
        .ifPresent(
            job -> {
              job.dialog = dialog;
              job.lastSign = services.now();
              if (job.state == ClaimState.SENDING) {
                steps.track(job, true);
              }
            });
  }

  /// A request has opened a web page: the editor of a region, or nothing that could be filled in.
  void webPageOpened(RequestNews.WebPage page) {
    var job = state.ofNonce(page.nonce()).filter(open -> open.end == null);
    if (job.isEmpty()) {
      return;
    }
    if (job.get().marksRegion() && page.customId().startsWith(EDITOR)) {
      editorOpened(job.get(), page.customId().substring(EDITOR.length()));
      return;
    }
    // In place of a dialog it leaves nothing that could still come.
    boolean isUnsent = job.get().awaitsDialog();
    steps.end(
        job.get(),
        new JobEnd.Failed(
            FailReason.ACCOUNT_UNAVAILABLE,
            "Midjourney opened a web page, which only a person can use.",
            !isUnsent),
        isUnsent);
    health.needsAttention(
        "Midjourney asked for something on a web page: look at the account at Discord");
  }

  private void editorOpened(Job job, String region) {
    if (job.region != null || job.dialogAnswered) {
      return; // said again
    }
    job.region = region;
    job.lastSign = services.now();
    if (job.state == ClaimState.SENDING) {
      steps.track(job, true);
    }
    masks.bring(job, press(job), () -> failUnread(job));
  }

  private void failUnread(Job job) {
    if (job.end == null) {
      fail(job, FailReason.INTERNAL, "The mask could not be read from the object store.");
    }
  }

  /// Whether a dialog was filled in: the answer to that is awaited now.
  boolean answer() {
    for (var job : state.jobs.values()) {
      if (job.dialogAnswered || job.end != null || job.state != ClaimState.TRACKING) {
        continue;
      }
      var dialog = job.dialog;
      if (dialog != null) {
        return answer(job, dialog);
      }
      if (job.region != null && job.mask != null) {
        return mark(job, job.region, job.mask);
      }
    }
    return false;
  }

  private static Command.Press press(Job job) {
    if (job.claim.body().command() instanceof Command.Press press) {
      return press;
    }
    throw new IllegalStateException("expected a press to have opened a dialog: " + job.id());
  }

  /// What the editor is told names the region alone: the answer is known by that of the press.
  private boolean mark(Job job, String region, String mask) {
    var prompt = press(job).prompt();
    var send = job.send;
    if (send == null) {
      throw new IllegalStateException("expected a send of a job whose editor is open: " + job.id());
    }
    long begun = services.now();
    var nonce = send.nonce();
    if (!begin(job, nonce == null ? Marks.freshNonce() : nonce, begun)) {
      return true;
    }
    var marked = new MarkedRegion(region, prompt == null ? "" : prompt, mask);
    var _ =
        services
            .discord()
            .markRegion(marked, begun + Sender.LATEST_BEGIN)
            .thenAccept(outcome -> mailbox.add(() -> onAnswer(job, outcome)));
    return true;
  }

  private boolean answer(Job job, RequestNews.Dialog dialog) {
    var press = press(job);
    var inputs = filledIn(dialog, press.prompt());
    if (inputs.isEmpty()) {
      fail(
          job,
          FailReason.INVALID_PARAMETER,
          "%s needs a prompt: Midjourney's dialog is empty.".formatted(press.label()));
      return true;
    }
    var token = health.userToken();
    if (token.isEmpty()) {
      return false;
    }
    long begun = services.now();
    var nonce = job.dialogNonce == null ? Marks.freshNonce() : job.dialogNonce;
    job.dialogNonce = nonce;
    if (!begin(job, nonce, begun)) {
      return true;
    }
    var filled =
        new Interaction.DialogAnswer(
            press.pressed().server(),
            press.pressed().channel(),
            dialog.opener(),
            dialog.customId(),
            inputs.get());
    var _ =
        services
            .discord()
            .post(token.get(), filled, AccountEar.marks(state, nonce), begun + Sender.LATEST_BEGIN)
            .thenAccept(outcome -> mailbox.add(() -> onAnswer(job, outcome)));
    return true;
  }

  /// Writes that the dialog is filled in, before it is.
  ///
  /// @return false where somebody else owns the account
  private boolean begin(Job job, String nonce, long begun) {
    switch (services.claims().answerDialog(state.fence, job.id(), nonce)) {
      case DONE -> {}
      case UNCHANGED ->
          throw new IllegalStateException(
              "expected an unanswered dialog in the claim of " + job.id());
      case NOT_OWNER -> {
        state.stopped = true;
        return false;
      }
    }
    job.dialogAnswered = true;
    job.dialogAttempts++;
    job.received = false;
    if (job.send != null) {
      job.send = job.send.withNonce(nonce);
      state.tracker.await(job.awaited(job.send));
    }
    state.postInFlight = true;
    state.nextSendAt = begun + services.settings().sendInterval().toNanos();
    return true;
  }

  /// Empty where nothing would be asked for.
  private static Optional<Map<String, String>> filledIn(
      RequestNews.Dialog dialog, @Nullable String prompt) {
    var asked = promptOf(dialog);
    var text = prompt != null ? prompt : asked.map(RequestNews.Input::value).orElse("");
    if (asked.isEmpty() || text.isBlank()) {
      return Optional.empty();
    }
    var inputs = new LinkedHashMap<String, String>();
    dialog.inputs().forEach(input -> inputs.put(input.customId(), input.value()));
    inputs.put(asked.get().customId(), text);
    return Optional.of(inputs);
  }

  private static Optional<RequestNews.Input> promptOf(RequestNews.Dialog dialog) {
    return dialog.inputs().stream()
        .filter(input -> input.customId().toLowerCase(Locale.ROOT).contains("prompt"))
        .findFirst()
        .or(() -> dialog.inputs().stream().findFirst());
  }

  private void onAnswer(Job job, SendOutcome outcome) {
    state.postInFlight = false;
    services.log().sent(job.id(), outcome.getClass().getSimpleName());
    if (outcome instanceof SendOutcome.TooFast(var pause)) {
      state.nextSendAt = Math.max(state.nextSendAt, services.now() + pause.toNanos());
    }
    if (job.end != null || job.signSeen || job.received) {
      return; // it was heard before that it was taken
    }
    switch (outcome) {
      case SendOutcome.Taken _ -> {
        job.lastSign = services.now();
        steps.track(job, true);
      }
      case SendOutcome.InDoubt(var detail) -> {
        job.lastSign = services.now();
        services.log().inDoubt(job.id(), job.claim.account(), detail);
      }
      case SendOutcome.TooFast _ -> answerAgain(job);
      case SendOutcome.NotSent _ -> {
        state.nextSendAt = Math.max(state.nextSendAt, services.now() + SECOND);
        answerAgain(job);
      }
      case SendOutcome.TokenRefused _ -> {
        fail(job, FailReason.ACCOUNT_UNAVAILABLE, "Discord refused its account's token.");
        health.tokenRefused();
      }
      case SendOutcome.Forbidden(var detail) -> {
        fail(job, FailReason.ACCOUNT_UNAVAILABLE, detail);
        health.needsAttention(detail);
      }
      case SendOutcome.ThreadArchived _, SendOutcome.ChannelGone _, SendOutcome.StaleCommand _ ->
          fail(
              job, FailReason.INTERNAL, "Discord did not take what the dialog was filled in with.");
      case SendOutcome.Invalid(var detail) -> fail(job, FailReason.INVALID_PARAMETER, detail);
    }
  }

  /// It was certainly not taken: it is made again, as the same.
  private void answerAgain(Job job) {
    if (job.dialogAttempts >= MOST_ATTEMPTS) {
      fail(job, FailReason.INTERNAL, "Discord did not take what the dialog was filled in with.");
      return;
    }
    job.dialogAnswered = false;
  }

  private void fail(Job job, FailReason reason, String detail) {
    steps.end(job, new JobEnd.Failed(reason, detail, false), true);
  }

  /// Whether a job with a new prompt was begun without asking for it, with the old one.
  boolean isPassedBy(Job job) {
    return job.needsDialog() && !job.opensDialog() && !job.dialogAnswered && job.dialog == null;
  }

  /// A job has begun. If that is not what its customer wants, it is stopped.
  void begun(Job job) {
    if (isPassedBy(job) && job.end == null) {
      job.stopThoughEnded = true;
      stop.accept(job);
      endUnasked(job, false);
    }
  }

  /// @param over whether nothing of it can still come
  void endUnasked(Job job, boolean over) {
    steps.end(
        job,
        new JobEnd.Failed(
            FailReason.INVALID_PARAMETER,
            "Midjourney began without asking for the new prompt: switch remix mode on for the"
                + " account.",
            true),
        over);
  }
}
