package easel.worker.ear;

import java.util.List;

/// What Discord says to an account's own session of a request that it was sent.
public sealed interface RequestNews {
  /// Of the request.
  String nonce();

  /// Discord took it.
  record Taken(String nonce) implements RequestNews {}

  /// Midjourney answered it.
  record Answered(String nonce) implements RequestNews {}

  /// Midjourney did not answer it in time, or not at all.
  ///
  /// @param code Discord's number for why
  record Unanswered(String nonce, int code) implements RequestNews {}

  /// It opened a dialog.
  ///
  /// @param opener Discord's id of the request, which the answer has to name
  record Dialog(String nonce, String opener, String customId, List<Input> inputs)
      implements RequestNews {
    public Dialog {
      inputs = List.copyOf(inputs);
    }
  }

  /// It opened a web page of Midjourney.
  ///
  /// @param customId the page's name at Discord
  record WebPage(String nonce, String customId) implements RequestNews {}

  /// A field of a dialog.
  ///
  /// @param value what it holds before anybody writes into it
  record Input(String customId, String value) {}
}
