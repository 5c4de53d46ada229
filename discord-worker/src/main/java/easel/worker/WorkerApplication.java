package easel.worker;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;

/// Follows jobs on linked Discord accounts from their hand-over to their end.
// Flyway runs where it can wait for PostgreSQL, instead of failing the start.
@SpringBootApplication(exclude = FlywayAutoConfiguration.class, proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class WorkerApplication {
  public static void main(String[] arguments) {
    SpringApplication.run(WorkerApplication.class, arguments);
  }
}
