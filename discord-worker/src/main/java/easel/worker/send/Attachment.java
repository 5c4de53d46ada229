package easel.worker.send;

/// A picture that was uploaded for a command, and what Discord calls it until it is sent with it.
public record Attachment(String filename, String uploadedFilename) {}
