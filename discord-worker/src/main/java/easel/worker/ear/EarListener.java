package easel.worker.ear;

import easel.worker.track.SeenMessage;

/// Who wants to know what an account's own session hears. Called on the gateway's own threads:
/// never blocks.
public interface EarListener {
  /// A message of Midjourney, wherever the account sees it; also what is shown to it alone.
  void heard(SeenMessage message);

  /// What becomes of the account's requests.
  void told(RequestNews news);

  /// The session listens again, or does so no more.
  void earChanged();

  /// Discord ended the session, and repeating would change nothing.
  ///
  /// @param reason for the owner of the account; never the token
  void earRefused(String reason);
}
