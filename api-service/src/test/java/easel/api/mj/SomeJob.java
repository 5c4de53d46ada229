package easel.api.mj;

import easel.api.job.Dialect;
import easel.api.job.Job;
import easel.api.job.Status;
import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.Button;
import easel.common.message.Command;
import easel.common.message.DiscordMessage;
import easel.common.message.FailReason;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A job at some point of its life.
final class SomeJob {
  static final JobId ID = new JobId(UUID.fromString("0199c4a2-7c00-7000-8000-000000000001"));
  static final Instant ACCEPTED = Instant.parse("2026-11-24T02:06:58.123456Z");

  private static final String HASH = "9d1c";

  private SomeJob() {}

  static Job waiting() {
    return of(new Command.Imagine("a fox --fast"), Status.QUEUED, 0, null, null, null);
  }

  static Job running(int progress, @Nullable String preview) {
    return of(
        new Command.Imagine("a fox --fast"), Status.PROCESSING, progress, preview, null, null);
  }

  static Job done() {
    return of(new Command.Imagine("a fox --fast"), Status.DONE, 100, "https://x/p.webp", "t", null);
  }

  static Job failed(@Nullable String error) {
    return of(
        new Command.Imagine("a fox --fast"), Status.FAIL, 31, "https://x/p.webp", null, error);
  }

  static Job cancelled() {
    return of(new Command.Imagine("a fox --fast"), Status.CANCELLED, 31, null, null, null);
  }

  static Job pressed(String label, String customId) {
    return of(press(label, customId), Status.QUEUED, 0, null, null, null);
  }

  /// A job that was answered with words.
  static Job answered(Command command, @Nullable String prompt, String content) {
    return of(command, Status.DONE, 100, null, null, null, prompt, content);
  }

  static Command press(String label, String customId) {
    return new Command.Press(label, customId, new DiscordMessage("1", "2", "3", 0), ID, null);
  }

  private static Job of(
      Command command,
      Status status,
      int progress,
      @Nullable String preview,
      @Nullable String picture,
      @Nullable String error) {
    return of(command, status, progress, preview, picture, error, "a fox --fast", null);
  }

  private static Job of(
      Command command,
      Status status,
      int progress,
      @Nullable String preview,
      @Nullable String picture,
      @Nullable String error,
      @Nullable String prompt,
      @Nullable String content) {
    var isSent = status != Status.QUEUED;
    return new Job(
        ID,
        7,
        QueueId.ofCustomer(7),
        Dialect.MJ,
        command,
        status,
        isSent ? null : 1,
        progress,
        prompt,
        "order-5",
        isSent ? new AccountId(42) : null,
        isSent ? "studio" : null,
        preview,
        picture,
        picture == null ? null : "https://cdn.discordapp.com/x.png",
        content,
        picture == null ? List.of() : List.of(new Button("U1", "MJ::JOB::upsample::1::" + HASH)),
        picture == null ? null : new DiscordMessage("1", "2", "3", 0),
        null,
        status == Status.FAIL ? FailReason.TIMEOUT : null,
        error,
        isSent,
        ACCEPTED,
        ACCEPTED,
        isSent ? ACCEPTED.plusSeconds(1) : null,
        status.hasEnded() ? ACCEPTED.plusSeconds(61) : null);
  }
}
