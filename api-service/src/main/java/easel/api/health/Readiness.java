package easel.api.health;

import easel.api.directory.ReadModel;
import easel.api.reply.ReplyConsumer;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Whether this instance can serve, from what its own work has just met: nothing is asked for it.
@Configuration(proxyBeanMethods = false)
class Readiness {
  /// PostgreSQL and Redis answer, and the directory is in both.
  @Bean
  HealthIndicator directoryHealthIndicator(ReadModel model) {
    return () ->
        model.isComplete()
            ? Health.up().build()
            : Health.down().withDetail("waitsFor", "PostgreSQL, Redis, or the directory").build();
  }

  /// RabbitMQ answers.
  @Bean
  HealthIndicator repliesHealthIndicator(ReplyConsumer consumer) {
    return () ->
        consumer.isConsuming()
            ? Health.up().build()
            : Health.down().withDetail("waitsFor", "RabbitMQ").build();
  }
}
