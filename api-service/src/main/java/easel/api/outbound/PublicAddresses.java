package easel.api.outbound;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Tells addresses of the public Internet from all others: what IANA's registries of special
/// addresses do not call globally reachable, and where clouds serve their machines' secrets.
final class PublicAddresses {
  private static final List<Network> SPECIAL_4 =
      networks(
          "0.0.0.0/8", // this network
          "10.0.0.0/8", // private
          "100.64.0.0/10", // behind a carrier's NAT; a cloud's metadata
          "127.0.0.0/8", // loopback
          "168.63.129.16/32", // a cloud's own services, though of the public range
          "169.254.0.0/16", // link-local; metadata of most clouds
          "172.16.0.0/12", // private
          "192.0.0.0/24", // protocol assignments
          "192.0.2.0/24", // documentation
          "192.88.99.0/24", // 6to4 relays
          "192.168.0.0/16", // private
          "198.18.0.0/15", // benchmarks
          "198.51.100.0/24", // documentation
          "203.0.113.0/24", // documentation
          "224.0.0.0/4", // multicast
          "240.0.0.0/4"); // reserved, and broadcast

  // Outside of it: loopback, unspecified, mapped and compatible IPv4, unique local, link-local,
  // multicast and what is not given to anybody yet.
  private static final Network GLOBAL_6 = Network.of("2000::/3");
  private static final List<Network> SPECIAL_6 =
      networks(
          "2001::/23", // protocol assignments; Teredo, which holds an IPv4 address
          "2001:db8::/32", // documentation
          "2002::/16", // 6to4, which holds an IPv4 address
          "3fff::/20"); // documentation

  // Where a network has IPv6 alone, its name servers give IPv4 addresses in this form.
  private static final Network NAT64 = Network.of("64:ff9b::/96");

  private PublicAddresses() {}

  static boolean contain(InetAddress address) {
    if (address instanceof Inet4Address) {
      return isNoneOf(SPECIAL_4, address);
    }
    if (NAT64.contains(address)) {
      return isNoneOf(SPECIAL_4, lastFourBytes(address));
    }
    return GLOBAL_6.contains(address) && isNoneOf(SPECIAL_6, address);
  }

  private static boolean isNoneOf(List<Network> special, InetAddress address) {
    return special.stream().noneMatch(network -> network.contains(address));
  }

  private static InetAddress lastFourBytes(InetAddress address) {
    var bytes = address.getAddress();
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16));
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("four bytes are an address", impossible);
    }
  }

  private static List<Network> networks(String... texts) {
    return Stream.of(texts).map(Network::of).toList();
  }
}
