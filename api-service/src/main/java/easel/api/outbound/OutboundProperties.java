package easel.api.outbound;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param allow hosts and networks that may be called though they are private, comma-separated
/// @param lookUp deadline of a look-up of a host name
/// @param connect deadline of a connection, for each of a host's addresses
/// @param read deadline of the next byte
@ConfigurationProperties("easel.outbound")
record OutboundProperties(
    @DefaultValue("") String allow,
    @DefaultValue("5s") Duration lookUp,
    @DefaultValue("5s") Duration connect,
    @DefaultValue("10s") Duration read) {}
