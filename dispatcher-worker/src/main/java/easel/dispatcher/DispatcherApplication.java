package easel.dispatcher;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.amqp.autoconfigure.health.RabbitHealthContributorAutoConfiguration;
import org.springframework.boot.amqp.autoconfigure.metrics.RabbitMetricsAutoConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/// Starts one dispatcher.
@SpringBootApplication(
    exclude = {
      // The plain client is used; see RabbitConfiguration.
      RabbitAutoConfiguration.class,
      RabbitHealthContributorAutoConfiguration.class,
      RabbitMetricsAutoConfiguration.class
    })
class DispatcherApplication {
  static void main(String[] arguments) {
    SpringApplication.run(DispatcherApplication.class, arguments);
  }
}
