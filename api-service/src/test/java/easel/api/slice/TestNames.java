package easel.api.slice;

import easel.api.outbound.Resolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/// The name server of the tests: it knows what they tell it, and asks nobody.
final class TestNames implements Resolver {
  private final Map<String, Queue<InetAddress>> names = new ConcurrentHashMap<>();

  /// @param addresses one for each look-up; the last one for all further ones
  void put(String name, String... addresses) {
    names.put(
        name,
        new ConcurrentLinkedQueue<>(Stream.of(addresses).map(InetAddress::ofLiteral).toList()));
  }

  @Override
  public List<InetAddress> resolve(String host) throws UnknownHostException {
    var addresses = names.get(host);
    if (addresses == null) {
      throw new UnknownHostException(host);
    }
    synchronized (addresses) {
      var next = addresses.size() == 1 ? addresses.peek() : addresses.poll();
      if (next == null) {
        throw new UnknownHostException(host);
      }
      return List.of(next);
    }
  }
}
