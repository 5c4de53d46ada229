package easel.worker.send;

import java.time.Duration;
import java.util.List;

/// What became of uploading pictures. Whatever it is, no command was sent.
public sealed interface UploadOutcome {
  /// In the order of the pictures.
  record Uploaded(List<Attachment> attachments) implements UploadOutcome {
    public Uploaded {
      attachments = List.copyOf(attachments);
    }
  }

  /// Posted where everybody in the thread sees them.
  ///
  /// @param addresses from which anybody can fetch them for about a day, in the order of the
  ///   pictures
  record Shared(List<String> addresses) implements UploadOutcome {
    public Shared {
      addresses = List.copyOf(addresses);
    }
  }

  record TooFast(Duration retryAfter) implements UploadOutcome {}

  record TokenRefused() implements UploadOutcome {}

  /// The account may not post files there.
  record NotAllowed() implements UploadOutcome {}

  /// The account may not do anything.
  record Forbidden(String detail) implements UploadOutcome {}

  record ThreadArchived() implements UploadOutcome {}

  record ChannelGone() implements UploadOutcome {}

  /// Discord does not take such pictures, and would not if they were sent again.
  record Invalid(String detail) implements UploadOutcome {}

  /// Something did not answer: to be tried again.
  record Failed(String detail) implements UploadOutcome {}
}
