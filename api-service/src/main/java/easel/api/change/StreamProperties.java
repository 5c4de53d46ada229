package easel.api.change;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param heartbeat the longest silence on a stream
/// @param poll how long a change may stay unheard when nobody announces it
/// @param perCustomer the most readers of one customer at this instance
/// @param buffer how many changes a reader may be behind before it is sent away
@ConfigurationProperties("easel.stream")
public record StreamProperties(
    @DefaultValue("15s") Duration heartbeat,
    @DefaultValue("3s") Duration poll,
    @DefaultValue("100") int perCustomer,
    @DefaultValue("256") int buffer) {}
