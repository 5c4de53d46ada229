package easel.api.outbound;

import java.net.InetAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A host that is an address, and needs no look-up.
final class AddressLiteral {
  // Java also takes forms with fewer numbers; nobody who writes them means what they say.
  private static final Pattern DOTTED = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  private AddressLiteral() {}

  /// @param host with or without the brackets of an IPv6 address
  /// @return null if it is a name
  static @Nullable InetAddress parse(String host) {
    var bare = host.startsWith("[") && host.endsWith("]") ? inner(host) : host;
    if (!bare.contains(":") && !DOTTED.matcher(bare).matches()) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(bare);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static String inner(String bracketed) {
    return bracketed.substring(1, bracketed.length() - 1);
  }
}
