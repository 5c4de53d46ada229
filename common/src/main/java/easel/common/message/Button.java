package easel.common.message;

/// A button that a finished message shows. `label` is its text, or its emoji where it has no text.
public record Button(String label, String customId) {
  public Pressing pressing() {
    return Pressing.of(customId);
  }

  /// Whether a new prompt can be given with it.
  public boolean takesPrompt() {
    return Pressing.takesPrompt(customId);
  }
}
