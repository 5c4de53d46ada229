package easel.api.picture;

/// What came of a download. What went wrong is told without the link, which is for who may see the
/// picture.
sealed interface Fetched {
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Whole(PictureType type, byte[] content) implements Fetched {}

  /// Discord says that there is none: its link has died, or the message was deleted.
  record Gone() implements Fetched {}

  /// Another time it may go better.
  record Failed(String why) implements Fetched {}

  /// It never will.
  record Refused(String why) implements Fetched {}
}
