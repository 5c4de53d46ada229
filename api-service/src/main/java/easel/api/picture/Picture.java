package easel.api.picture;

import easel.common.id.JobId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A finished job's picture.
///
/// @param token the unguessable part of its address
/// @param keptAt since when it is in the object store, null before
record Picture(
    String token, JobId job, Link link, boolean grid, State state, @Nullable Instant keptAt) {
  String key(Part part) {
    return keyOf(token, part.name());
  }

  /// Under which key a part lies in the object store: spread over folders, none of which gets too
  /// large.
  static String keyOf(String token, String part) {
    return "pictures/%s/%s.%s".formatted(token.substring(0, 2), token, part);
  }
}
