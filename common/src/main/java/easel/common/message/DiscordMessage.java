package easel.common.message;

/// Where a message is on Discord. `channel` is the thread's id for a message in a thread; `flags`
/// must be repeated when one of its buttons is pressed.
public record DiscordMessage(String id, String channel, String server, int flags) {}
