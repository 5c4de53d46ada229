package easel.api.outbound;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What may be called: public addresses, and what the operator allows besides.
///
/// @param hosts names, in lower case
record Allowed(Set<String> hosts, List<Network> networks) {
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");
  // Such a name would be taken for an address by some, and for a network by others.
  private static final Pattern NUMBERS = Pattern.compile("[0-9./:]+");

  Allowed {
    hosts = Set.copyOf(hosts);
    networks = List.copyOf(networks);
  }

  /// @param list names, addresses and networks, comma-separated
  /// @throws IllegalArgumentException that names the entry at fault
  static Allowed besidesPublic(String list) {
    var hosts = new HashSet<String>();
    var entries =
        Stream.of(list.split(",")).map(String::strip).filter(entry -> !entry.isEmpty()).toList();
    var networks = new ArrayList<Network>();
    for (var entry : entries) {
      var network = Network.parse(entry);
      var name = plain(entry);
      if (network != null) {
        networks.add(network);
      } else if (NAME.matcher(name).matches() && !NUMBERS.matcher(name).matches()) {
        hosts.add(name);
      } else {
        throw new IllegalArgumentException(
            "expected EASEL_WEBHOOK_ALLOW to list hosts and networks such as hooks.internal,"
                + " 10.1.0.0/16 or fd00:1::/64, without ports, got: '%s'".formatted(entry));
      }
    }
    return new Allowed(hosts, networks);
  }

  /// @param host by which the address was found
  boolean permits(String host, InetAddress address) {
    return PublicAddresses.contain(address)
        || hosts.contains(plain(host))
        || networks.stream().anyMatch(network -> network.contains(address));
  }

  // A name may end with the dot of the root.
  private static String plain(String host) {
    var lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
