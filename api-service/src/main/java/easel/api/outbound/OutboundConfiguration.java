package easel.api.outbound;

import java.net.InetAddress;
import java.util.List;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What calls the addresses that customers name, and which of them it may call.
@Configuration(proxyBeanMethods = false)
class OutboundConfiguration {
  @Bean
  Allowed allowed(OutboundProperties properties) {
    return Allowed.besidesPublic(properties.allow());
  }

  /// @param resolvers one of a test's own, or the system's
  @Bean
  OutboundClient outboundClient(
      Allowed allowed, OutboundProperties properties, ObjectProvider<Resolver> resolvers) {
    var resolver = resolvers.getIfAvailable(() -> host -> List.of(InetAddress.getAllByName(host)));
    return new OutboundClient(
        resolver, allowed, properties, DefaultClientTlsStrategy.createDefault());
  }
}
