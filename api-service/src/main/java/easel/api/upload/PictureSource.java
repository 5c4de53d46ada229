package easel.api.upload;

import java.net.URI;

/// Fetches pictures from addresses that customers name: never from private, loopback, link-local or
/// metadata addresses, never by a redirect, and never more than it may.
public interface PictureSource {
  /// @param address an absolute http or https URL
  /// @param most the longest content that is taken, in bytes
  /// @return the content, whatever it is
  /// @throws Unfetchable if there is nothing to be had
  byte[] fetch(URI address, int most) throws Unfetchable;

  /// Why a picture could not be fetched.
  final class Unfetchable extends Exception {
    private static final long serialVersionUID = 1;

    /// @param why a sentence for the customer, such as `It answered 404.`
    public Unfetchable(String why) {
      super(why, null, false, false);
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }
}
