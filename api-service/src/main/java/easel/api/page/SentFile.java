package easel.api.page;

/// A file that somebody chose in a form.
///
/// @param name as it is called where it came from
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SentFile(String name, byte[] content) {}
