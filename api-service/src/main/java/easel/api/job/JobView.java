package easel.api.job;

import easel.common.id.AccountId;
import easel.common.message.Button;
import easel.common.message.FailReason;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A job in the answer of every call that shows one.
///
/// @param images of a grid, one by one; empty for any other picture
/// @param content the texts of describe and shorten
record JobView(
    UUID messageId,
    Status status,
    int progress,
    @Nullable String prompt,
    @Nullable String ref,
    String queue,
    @Nullable Integer position,
    @Nullable AccountRef account,
    @Nullable URI uri,
    @Nullable String originalUrl,
    @Nullable String progressImageUrl,
    List<URI> images,
    @Nullable String content,
    List<String> buttons,
    @Nullable UUID originatingMessageId,
    @Nullable String error,
    @Schema(implementation = FailReason.class) @Nullable String reason,
    @Nullable Boolean sent,
    Instant createdAt,
    @Nullable Instant sentAt,
    Instant updatedAt,
    @Nullable Instant finishedAt) {

  record AccountRef(long id, @Nullable String label) {
    static @Nullable AccountRef of(@Nullable AccountId id, @Nullable String label) {
      return id == null ? null : new AccountRef(id.value(), label);
    }
  }

  static JobView of(Job job, PublicUrl urls) {
    var picture = job.picture();
    var originating = job.originating();
    var reason = job.reason();
    return new JobView(
        job.id().value(),
        job.status(),
        job.progress(),
        job.prompt(),
        job.ref(),
        job.queue().value(),
        job.position(),
        AccountRef.of(job.account(), job.accountLabel()),
        picture == null ? null : urls.ofPicture(picture),
        job.originalUrl(),
        job.status() == Status.PROCESSING ? job.preview() : null,
        picture == null || !job.hasGrid() ? List.of() : urls.ofGrid(picture),
        job.content(),
        job.pressable().stream().map(Button::label).toList(),
        originating == null ? null : originating.value(),
        job.error(),
        reason == null ? null : reason.name(),
        job.sent(),
        job.createdAt(),
        job.sentAt(),
        job.updatedAt(),
        job.finishedAt());
  }
}
