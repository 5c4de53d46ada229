package easel.worker.track;

import easel.common.id.JobId;
import org.jspecify.annotations.Nullable;

/// A command that was sent, or may have been, and what is known of its answers.
///
/// @param channel where its answers appear
/// @param floor only messages above this can belong to it
/// @param pressed the message whose button was pressed; null for a command, which has its thread
///   for itself
/// @param command the name of the command; null for a press
/// @param reading what it can result in
/// @param start Midjourney's first answer, once seen
/// @param midjourneyJob Midjourney's job id, once seen
/// @param ambiguous whether nothing may be attributed to it any more
/// @param nonce that of its request; null where it is not known
/// @param proven whether its first answer is certain: it had the nonce
public record Awaited(
    JobId job,
    long channel,
    long floor,
    @Nullable Long pressed,
    @Nullable String command,
    Reading reading,
    @Nullable Long start,
    @Nullable String midjourneyJob,
    boolean ambiguous,
    @Nullable String nonce,
    boolean proven) {
  public static Awaited imagine(JobId job, long thread, long floor) {
    return command(job, thread, floor, "imagine", Reading.REROLL);
  }

  public static Awaited blend(JobId job, long thread, long floor) {
    return command(job, thread, floor, "blend", Reading.REROLL);
  }

  public static Awaited describe(JobId job, long thread, long floor) {
    return command(job, thread, floor, "describe", Reading.DESCRIPTION);
  }

  public static Awaited shorten(JobId job, long thread, long floor) {
    return command(job, thread, floor, "shorten", Reading.SHORTENED);
  }

  private static Awaited command(JobId job, long thread, long floor, String name, Reading reading) {
    return unanswered(job, thread, floor, null, name, reading);
  }

  public static Awaited press(JobId job, long channel, long floor, long pressed, String customId) {
    return unanswered(job, channel, floor, pressed, null, Reading.ofButton(customId));
  }

  private static Awaited unanswered(
      JobId job,
      long channel,
      long floor,
      @Nullable Long pressed,
      @Nullable String command,
      Reading reading) {
    return new Awaited(
        job, channel, floor, pressed, command, reading, null, null, false, null, false);
  }

  public Awaited begunBy(@Nullable Long message, @Nullable String midjourney) {
    return with(
        message != null ? message : start,
        midjourney != null ? midjourney : midjourneyJob,
        ambiguous,
        nonce,
        proven);
  }

  /// The same, to which nothing may be attributed any more.
  public Awaited asAmbiguous() {
    return with(start, midjourneyJob, true, nonce, proven);
  }

  /// The same, whose first answer has this nonce.
  public Awaited withNonce(@Nullable String known) {
    return with(start, midjourneyJob, ambiguous, known, false);
  }

  /// The same, begun by a message that has its nonce: whatever else was taken for its first answer
  /// is not.
  Awaited provenBy(long message, @Nullable String midjourney) {
    var known = midjourney == null && isStart(message) ? midjourneyJob : midjourney;
    return with(message, known, false, nonce, true);
  }

  /// The same command, of whose answers something else is known.
  private Awaited with(
      @Nullable Long newStart,
      @Nullable String newMidjourneyJob,
      boolean isAmbiguous,
      @Nullable String newNonce,
      boolean isProven) {
    return new Awaited(
        job,
        channel,
        floor,
        pressed,
        command,
        reading,
        newStart,
        newMidjourneyJob,
        isAmbiguous,
        newNonce,
        isProven);
  }

  /// Whether it has its thread for itself.
  boolean isCommand() {
    return pressed == null;
  }

  /// Whether it is a command whose result is a grid.
  boolean isDrawn() {
    return isCommand() && !reading.isText();
  }

  /// Whether a message can be its first answer, as far as that says to which command it answers.
  boolean mayBeginWith(SeenMessage message) {
    return message.id() > floor && (message.command() == null || message.command().equals(command));
  }

  /// Whether this message is its first answer.
  public boolean isStart(long message) {
    return start != null && start == message;
  }
}
