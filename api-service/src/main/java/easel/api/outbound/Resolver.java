package easel.api.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Finds the addresses of a host name.
@FunctionalInterface
public interface Resolver {
  /// @throws UnknownHostException if it has none, or nobody knows now
  List<InetAddress> resolve(String host) throws UnknownHostException;
}
