package easel.api.job;

import easel.api.picture.Grid;
import easel.api.picture.Video;
import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.Button;
import easel.common.message.Command;
import easel.common.message.DiscordMessage;
import easel.common.message.FailReason;
import easel.common.message.Pressing;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A job as its customer may see it.
///
/// @param dialect in which it was asked for
/// @param command what Midjourney is asked to do
/// @param position its place among the jobs of its queue that are not sent yet, null once it is
/// @param picture the unguessable part of its picture's address
/// @param content the texts with which it was answered, where those are its result
/// @param message the finished message on Discord
public record Job(
    JobId id,
    long customer,
    QueueId queue,
    Dialect dialect,
    Command command,
    Status status,
    @Nullable Integer position,
    int progress,
    @Nullable String prompt,
    @Nullable String ref,
    @Nullable AccountId account,
    @Nullable String accountLabel,
    @Nullable String preview,
    @Nullable String picture,
    @Nullable String originalUrl,
    @Nullable String content,
    List<Button> buttons,
    @Nullable DiscordMessage message,
    @Nullable JobId originating,
    @Nullable FailReason reason,
    @Nullable String error,
    @Nullable Boolean sent,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant sentAt,
    @Nullable Instant finishedAt) {
  private static final String ONE_OF_FOUR_VIDEOS = "MJ::JOB::video_virtual_upscale::";

  public Job {
    buttons = List.copyOf(buttons);
  }

  /// Whether its picture is one of four, each of which can be had by itself.
  public boolean hasGrid() {
    return picture != null && Grid.isOffered(buttons);
  }

  /// Whether its result is a video: nothing smaller can be made of it, and no picture shows it.
  public boolean isVideo() {
    return Video.isAt(originalUrl);
  }

  /// Whether its picture moves, which none that is made of it does.
  public boolean moves() {
    return buttons.stream().anyMatch(button -> button.customId().startsWith(ONE_OF_FOUR_VIDEOS));
  }

  /// The buttons that can be pressed here: all that its message offers but those that start several
  /// jobs at once.
  public List<Button> pressable() {
    return buttons.stream().filter(button -> button.pressing() != Pressing.SEVERAL_JOBS).toList();
  }

  /// Whether any of its buttons can ask for something.
  public boolean offersDialogs() {
    return !remixed().isEmpty()
        || buttons.stream()
            .map(Button::pressing)
            .anyMatch(pressing -> pressing == Pressing.DIALOG || pressing == Pressing.WEB_PAGE);
  }

  /// The buttons that can be pressed as they are, and with another prompt.
  public List<Button> remixed() {
    return buttons.stream()
        .filter(button -> button.pressing() == Pressing.AT_ONCE && button.takesPrompt())
        .toList();
  }
}
