package easel.api.outbound;

import org.jspecify.annotations.Nullable;

/// What became of a request. The reasons are sentences of ours, fit for customers.
public sealed interface OutboundResult {
  /// There was an answer; a redirect is one, too.
  ///
  /// @param body what was wanted of it
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answered(int status, @Nullable String contentType, byte[] body)
      implements OutboundResult {}

  /// Its address must not be called, and was not.
  ///
  /// @param lasting whether the URL itself says so, or its name resolved to it this time
  record Refused(String why, boolean lasting) implements OutboundResult {}

  /// There was no whole answer.
  record Failed(String why) implements OutboundResult {}
}
