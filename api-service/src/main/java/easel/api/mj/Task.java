package easel.api.mj;

import easel.api.job.Job;
import easel.api.job.PublicUrl;
import easel.common.message.Command;
import easel.common.message.FailReason;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A job as clients of this dialect know it. Times are milliseconds since 1970.
///
/// Where words are the result, each client looks for them somewhere else: in `promptEn`, in
/// `description`, or in either final prompt.
///
/// @param state what the client sent to be given back
/// @param progress with its sign, `31%`
/// @param failReason why there will be no picture; also of a cancelled task: gateways give the
///   money back for one that has it
record Task(
    String id,
    Action action,
    TaskStatus status,
    String prompt,
    String promptEn,
    String description,
    @Nullable String state,
    long submitTime,
    @Nullable Long startTime,
    @Nullable Long finishTime,
    @Nullable String imageUrl,
    String progress,
    @Nullable String failReason,
    TaskProperties properties,
    List<TaskButton> buttons) {

  /// What clients look for beside the rest.
  ///
  /// @param finalZhPrompt never null: a page shows it as text
  /// @param discordInstanceId the linked account's id
  /// @param reason the stable word for why there is no picture
  /// @param sent whether Midjourney was ever asked, null where that is not known
  record TaskProperties(
      String finalPrompt,
      String finalZhPrompt,
      @Nullable String discordInstanceId,
      @Schema(implementation = FailReason.class) @Nullable String reason,
      @Nullable Boolean sent) {
    static TaskProperties of(Job job) {
      var account = job.account();
      var reason = job.reason();
      return new TaskProperties(
          words(job),
          Objects.requireNonNullElse(job.content(), ""),
          account == null ? null : account.toString(),
          reason == null ? null : reason.name(),
          job.sent());
    }
  }

  private static final String CANCELLED = "Cancelled.";

  Task {
    buttons = List.copyOf(buttons);
  }

  static Task of(Job job, PublicUrl urls) {
    return new Task(
        job.id().toString(),
        Action.of(job.command()),
        TaskStatus.of(job),
        Objects.requireNonNullElse(job.prompt(), words(job)),
        words(job),
        Objects.requireNonNullElseGet(job.content(), () -> description(job.command())),
        job.ref(),
        job.createdAt().toEpochMilli(),
        milliseconds(job.sentAt()),
        milliseconds(job.finishedAt()),
        imageUrl(job, urls),
        job.progress() + "%",
        failReason(job),
        TaskProperties.of(job),
        job.pressable().stream().map(TaskButton::of).toList());
  }

  /// A task that is not accepted before its dialog is filled in, and never where it was cancelled.
  ///
  /// @param pressed whose button asks
  static Task of(OpenDialog dialog, Job pressed) {
    var prompt = words(pressed);
    var account = pressed.account();
    var cancelledAt = dialog.cancelledAt();
    return new Task(
        dialog.id().toString(),
        Action.ofButton(dialog.customId()),
        cancelledAt == null ? TaskStatus.MODAL : TaskStatus.CANCEL,
        prompt,
        prompt,
        "/up " + pressed.id(),
        dialog.state(),
        dialog.openedAt().toEpochMilli(),
        null,
        milliseconds(cancelledAt),
        null,
        "0%",
        cancelledAt == null ? null : CANCELLED,
        new TaskProperties(prompt, "", account == null ? null : account.toString(), null, false),
        List.of());
  }

  /// The words that are its result; its prompt where it has none.
  private static String words(Job job) {
    var content = job.content();
    return content != null ? content : Objects.requireNonNullElse(job.prompt(), "");
  }

  private static String description(Command command) {
    return switch (command) {
      case Command.Imagine(var prompt, _) -> "/imagine " + prompt;
      case Command.Press press -> "/up " + press.originating() + " " + press.label();
      case Command.Describe _ -> "/describe";
      case Command.Blend blend -> "/blend " + blend.pictures().size() + " pictures";
      case Command.Shorten(var prompt) -> "/shorten " + prompt;
    };
  }

  /// Its picture, what there is of it, or the one that was described.
  private static @Nullable String imageUrl(Job job, PublicUrl urls) {
    var picture = job.picture();
    if (picture != null) {
      return urls.ofPicture(picture).toString();
    }
    return switch (job.status()) {
      case PROCESSING -> job.preview();
      case DONE -> job.command() instanceof Command.Describe(var link, _) ? link : null;
      case QUEUED, FAIL, CANCELLED -> null;
    };
  }

  private static @Nullable String failReason(Job job) {
    return switch (job.status()) {
      case QUEUED, PROCESSING, DONE -> null;
      case FAIL -> Objects.requireNonNullElse(job.error(), String.valueOf(job.reason()));
      case CANCELLED -> CANCELLED;
    };
  }

  private static @Nullable Long milliseconds(@Nullable Instant time) {
    return time == null ? null : time.toEpochMilli();
  }
}
