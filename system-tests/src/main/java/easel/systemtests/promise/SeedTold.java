package easel.systemtests.promise;

/// What was said when somebody asked for the seed of a job's picture.
///
/// @param seed empty where none was told
/// @param why it was not told; empty otherwise
public record SeedTold(String tag, String seed, String why, long at) {}
