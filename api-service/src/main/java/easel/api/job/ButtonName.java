package easel.api.job;

/// How a customer names a button of a finished message.
public sealed interface ButtonName {
  /// By what it shows, such as `U1`.
  record Label(String text) implements ButtonName {
    @Override
    public String toString() {
      return text;
    }
  }

  /// As Discord names it on that message.
  record CustomId(String id) implements ButtonName {
    @Override
    public String toString() {
      return id;
    }
  }
}
