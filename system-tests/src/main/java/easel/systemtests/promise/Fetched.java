package easel.systemtests.promise;

/// A picture that was asked for at the lasting address that Easel told.
///
/// @param status of the answer; 0 where nobody gave one
/// @param digest of what came
/// @param linkWasDead whether Discord's own link to it gave nothing any more
public record Fetched(String tag, int status, String digest, boolean linkWasDead, long at) {}
