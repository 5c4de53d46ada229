package easel.systemtests.promise;

/// Somebody wants to know with which seed a job's picture was drawn.
///
/// @param seed the one that its prompt asked for
/// @param link the linked account that ran it; 0 where nobody said
public record SeedAsked(String tag, String seed, long link) {}
