package easel.simulator.gateway;

/// One dispatched event of a session. Its data is shared by all the sessions that see it alike.
final class Frame {
  private final long seq;
  private final String name;
  private final byte[] data;

  /// @param data the event's JSON
  Frame(long seq, String name, byte[] data) {
    this.seq = seq;
    this.name = name;
    this.data = data;
  }

  long seq() {
    return seq;
  }

  String name() {
    return name;
  }

  byte[] data() {
    return data;
  }
}
