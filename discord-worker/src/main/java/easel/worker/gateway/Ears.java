package easel.worker.gateway;

import easel.worker.track.SeenMessage;

/// Who wants to hear what happens in a channel. Called on the gateway's own thread: never blocks.
public interface Ears {
  void heard(SeenMessage message);

  void deleted(long channel, long message);

  /// A thread fell asleep, was woken, or is gone.
  void threadChanged(long thread, ThreadState state);

  /// The bot's session changed: connected, lost, refused, or its permissions did.
  void botChanged();

  /// The session began anew: what happened in between was not heard.
  void missed();

  enum ThreadState {
    AWAKE,
    ARCHIVED,
    GONE
  }
}
