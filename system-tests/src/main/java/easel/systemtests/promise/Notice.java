package easel.systemtests.promise;

/// A delivery of a webhook as it came, each attempt by itself.
///
/// @param address where it came
/// @param id the `webhook-id`: the same in all attempts
/// @param tag of the job that it tells of; empty where it could not be read
/// @param status the job's, in the words of the first dialect
/// @param believed whether its signature was right
public record Notice(
    String address, String id, String tag, String status, int progress, boolean believed, long at) {
  /// Whether it tells of an end.
  public boolean isEnd() {
    return status.equals("DONE") || status.equals("FAIL") || status.equals("CANCELLED");
  }
}
