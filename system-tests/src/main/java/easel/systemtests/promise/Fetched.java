package easel.systemtests.promise;

/// A picture that was asked for at the lasting address that Easel told.
///
/// @param part what of it, such as `/2?width=64`; empty for all of it
/// @param status of the answer; 0 where nobody gave one
/// @param digest of what came
/// @param linkWasDead whether Discord's own link to it gave nothing any more
public record Fetched(
    String tag, String part, int status, String digest, boolean linkWasDead, long at) {
  /// Of all of a picture.
  public Fetched(String tag, int status, String digest, boolean linkWasDead, long at) {
    this(tag, "", status, digest, linkWasDead, at);
  }

  /// The job and what of its picture.
  String what() {
    return tag + part;
  }
}
