package easel.api.outbound;

import java.net.InetAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The addresses that begin with the same bits.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Network(byte[] start, int length) {
  private static final String LENGTH = "[0-9]{1,3}";

  /// @param text such as `10.0.0.0/8`, or an address alone
  /// @throws IllegalArgumentException if it is neither
  static Network of(String text) {
    var network = parse(text);
    if (network == null) {
      throw new IllegalArgumentException(
          "expected an address or a network such as 10.0.0.0/8, got: '%s'".formatted(text));
    }
    return network;
  }

  /// @return null if it is neither an address nor a network
  static @Nullable Network parse(String text) {
    var slash = text.indexOf('/');
    var address = AddressLiteral.parse(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return null;
    }
    var start = address.getAddress();
    if (slash < 0) {
      return new Network(start, start.length * Byte.SIZE);
    }
    var length = text.substring(slash + 1);
    if (!length.matches(LENGTH) || Integer.parseInt(length) > start.length * Byte.SIZE) {
      return null;
    }
    return new Network(start, Integer.parseInt(length));
  }

  boolean contains(InetAddress address) {
    var bytes = address.getAddress();
    if (bytes.length != start.length) {
      return false;
    }
    int whole = length / Byte.SIZE;
    if (!Arrays.equals(bytes, 0, whole, start, 0, whole)) {
      return false;
    }
    int rest = length % Byte.SIZE;
    if (rest == 0) {
      return true;
    }
    int mask = 0xff << (Byte.SIZE - rest);
    return ((bytes[whole] ^ start[whole]) & mask & 0xff) == 0;
  }
}
