package easel.api.mj;

/// What a waiting job has before it, as far as its own queue tells.
///
/// @param open whether jobs of the queue can be sent now
/// @param limit the most of them at once
/// @param ahead those that wait before this one
record Outlook(boolean open, int limit, int running, int ahead) {
  /// Its place among those that have to wait; 0 if it is sent at once.
  int place() {
    var free = open ? Math.max(0, limit - running) : 0;
    return Math.max(0, ahead + 1 - free);
  }
}
