package easel.worker.send;

/// A command as Midjourney registered it with Discord; the version changes whenever it is edited.
public record MidjourneyCommand(String id, String version, String name) {}
