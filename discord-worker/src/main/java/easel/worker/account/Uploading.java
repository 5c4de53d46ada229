package easel.worker.account;

import easel.common.message.Command;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.common.message.Upload;
import easel.common.store.Stored;
import easel.worker.claim.Send;
import easel.worker.send.Attachment;
import easel.worker.send.PictureFile;
import easel.worker.send.UploadOutcome;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Uploads the pictures of the next command to Discord, before its send begins: a request must
/// follow at once upon its turn, and whatever becomes of an upload, the command was certainly not
/// sent. What becomes of it is known to this worker alone: the next owner uploads again.
final class Uploading {
  /// How long pictures are tried to be uploaded, while the account's other jobs wait behind.
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  /// How long Discord is trusted to keep what was uploaded and not sent.
  private static final long KEPT = TimeUnit.MINUTES.toNanos(5);

  private final Services services;
  private final AccountState state;
  private final ClaimSteps steps;
  private final AccountHealth health;
  private final ThreadUpkeep upkeep;
  private final Preparing preparing;

  /// What was uploaded for a command in a thread.
  ///
  /// @param at by `nanoTime`
  /// @param attachments what the command is sent with
  /// @param addresses what its prompt begins with
  record Uploaded(long thread, long at, List<Attachment> attachments, List<String> addresses) {}

  Uploading(
      Services services,
      AccountState state,
      ClaimSteps steps,
      AccountHealth health,
      ThreadUpkeep upkeep,
      Preparing preparing) {
    this.services = services;
    this.state = state;
    this.steps = steps;
    this.health = health;
    this.upkeep = upkeep;
    this.preparing = preparing;
  }

  /// Whether all that the job needs is with Discord. If not it is brought there, for a later turn.
  boolean isDone(Job job, Send send) {
    var command = job.claim.body().command();
    if (command.uploads().isEmpty() || isKept(job, send)) {
      return true;
    }
    if (preparing.mayAsk()) {
      health.userToken().ifPresent(token -> upload(job, send.thread(), command, token));
    }
    return false;
  }

  private boolean isKept(Job job, Send send) {
    var uploaded = job.uploaded;
    return uploaded != null
        && uploaded.thread() == send.thread()
        && services.now() - uploaded.at() < KEPT;
  }

  private void upload(Job job, long thread, Command command, String token) {
    long begun = services.now();
    if (job.uploadingSince == null) {
      job.uploadingSince = begun;
    }
    preparing.ask(
        CompletableFuture.supplyAsync(() -> upload(token, thread, command), services.beside()),
        "upload",
        outcome -> onOutcome(job, thread, begun, outcome));
  }

  private UploadOutcome upload(String token, long thread, Command command) {
    try {
      var files = new ArrayList<PictureFile>();
      for (var picture : command.uploads()) {
        files.add(file(picture));
      }
      // A prompt names its pictures by their addresses, which only what was posted has.
      return command instanceof Command.Imagine
          ? services.discord().share(token, thread, files)
          : services.discord().upload(token, thread, files);
    } catch (IOException unread) {
      return new UploadOutcome.Failed("object store: " + unread.getClass().getSimpleName());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new UploadOutcome.Failed("this worker stops");
    }
  }

  private PictureFile file(Upload picture) throws IOException {
    try (var stored = find(picture)) {
      return new PictureFile(
          picture.filename(), stored.type(), stored.length(), () -> find(picture).content());
    }
  }

  private Stored find(Upload picture) throws IOException {
    return services
        .store()
        .find(picture.key())
        .orElseThrow(() -> new FileNotFoundException(picture.key()));
  }

  private void onOutcome(Job job, long thread, long begun, UploadOutcome outcome) {
    if (!state.jobs.containsKey(job.id()) || job.isRunning()) {
      return; // it ended meanwhile
    }
    switch (outcome) {
      case UploadOutcome.Uploaded(var attachments) ->
          done(job, new Uploaded(thread, begun, attachments, List.of()));
      case UploadOutcome.Shared(var addresses) ->
          done(job, new Uploaded(thread, begun, List.of(), addresses));
      case UploadOutcome.TooFast(var pause) ->
          state.nextSendAt = Math.max(state.nextSendAt, services.now() + pause.toNanos());
      case UploadOutcome.TokenRefused _ -> health.tokenRefused();
      case UploadOutcome.Forbidden(var detail) -> health.needsAttention(detail);
      case UploadOutcome.ThreadArchived _ -> state.threads.setAsleep(thread);
      case UploadOutcome.ChannelGone _ -> upkeep.gone(thread);
      case UploadOutcome.NotAllowed _ ->
          end(
              job,
              FailReason.ACCOUNT_UNAVAILABLE,
              "Its account may not post files in its channel: give it the permissions ATTACH_FILES"
                  + " and SEND_MESSAGES_IN_THREADS.");
      case UploadOutcome.Invalid(var detail) ->
          end(job, FailReason.INVALID_PARAMETER, "The picture could not be uploaded: " + detail);
      case UploadOutcome.Failed(var detail) -> onFailure(job, detail);
    }
  }

  private static void done(Job job, Uploaded uploaded) {
    job.uploaded = uploaded;
    job.uploadingSince = null;
  }

  private void onFailure(Job job, String detail) {
    services.log().hindered(state.entry.id(), "upload", new IOException(detail));
    var since = job.uploadingSince;
    if (since != null && services.now() - since > PATIENCE) {
      end(job, FailReason.INTERNAL, "The picture could not be uploaded to Discord.");
      return;
    }
    preparing.askLater();
  }

  private void end(Job job, FailReason reason, String detail) {
    steps.end(job, new JobEnd.Failed(reason, detail, false), true);
  }
}
