package easel.worker.track;

import easel.common.id.JobId;
import org.jspecify.annotations.Nullable;

/// A command that was sent, or may have been, and what is known of its answers.
///
/// @param channel where its answers appear
/// @param floor only messages above this can belong to it
/// @param pressed the message whose button was pressed; null for an imagine, which has its thread
///   for itself
/// @param reading what a press can result in
/// @param start Midjourney's first answer, once seen
/// @param midjourneyJob Midjourney's job id, once seen
/// @param ambiguous whether nothing may be attributed to it any more
public record Awaited(
    JobId job,
    long channel,
    long floor,
    @Nullable Long pressed,
    Reading reading,
    @Nullable Long start,
    @Nullable String midjourneyJob,
    boolean ambiguous) {
  public static Awaited imagine(JobId job, long thread, long floor) {
    return new Awaited(job, thread, floor, null, Reading.REROLL, null, null, false);
  }

  public static Awaited press(JobId job, long channel, long floor, long pressed, String customId) {
    return new Awaited(job, channel, floor, pressed, Reading.ofButton(customId), null, null, false);
  }

  public Awaited begunBy(@Nullable Long message, @Nullable String midjourney) {
    return new Awaited(
        job,
        channel,
        floor,
        pressed,
        reading,
        message != null ? message : start,
        midjourney != null ? midjourney : midjourneyJob,
        ambiguous);
  }

  /// The same, to which nothing may be attributed any more.
  public Awaited asAmbiguous() {
    return new Awaited(job, channel, floor, pressed, reading, start, midjourneyJob, true);
  }

  boolean isImagine() {
    return pressed == null;
  }

  boolean isStart(long message) {
    return start != null && start == message;
  }
}
