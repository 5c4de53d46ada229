package easel.dispatcher.lane;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.ConnectionFactory;
import easel.common.topology.QueueType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.springframework.amqp.rabbit.connection.RabbitConnectionFactoryBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.amqp.autoconfigure.RabbitConnectionFactoryBeanConfigurer;
import org.springframework.boot.amqp.autoconfigure.RabbitProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ResourceLoader;

/// RabbitMQ by its plain client: a listener container per lane would cost a channel each, and one
/// for all would restart all when a lane is added.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RabbitProperties.class)
class RabbitConfiguration {
  /// The broker follows the connection: its heartbeat bounds a take-over from a paused process.
  private static final Duration HEARTBEAT = Duration.ofSeconds(4);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Bean
  ConnectionFactory rabbitConnectionFactory(ResourceLoader resources, RabbitProperties properties)
      throws Exception {
    var bean = new RabbitConnectionFactoryBean();
    new RabbitConnectionFactoryBeanConfigurer(resources, properties).configure(bean);
    bean.afterPropertiesSet();
    var factory = bean.getObject();
    factory.setRequestedHeartbeat((int) HEARTBEAT.toSeconds());
    factory.setChannelRpcTimeout((int) PATIENCE.toMillis());
    factory.setConnectionTimeout((int) PATIENCE.toMillis());
    factory.setHandshakeTimeout((int) PATIENCE.toMillis());
    // A recovered consumer would serve lanes that are another's by then: we open what is ours.
    factory.setAutomaticRecoveryEnabled(false);
    factory.setTopologyRecoveryEnabled(false);
    factory.setSharedExecutor(Executors.newVirtualThreadPerTaskExecutor());
    return factory;
  }

  @Bean
  RabbitMqs rabbitMqs(
      ConnectionFactory factory,
      RabbitProperties properties,
      @Value("${easel.queue-type:quorum}") QueueType queueType) {
    var addresses = Address.parseAddresses(String.join(",", properties.determineAddresses()));
    return new RabbitMqs(factory, List.of(addresses), queueType);
  }
}
