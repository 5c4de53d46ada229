package easel.api.database;

import easel.api.loop.Loop;
import java.time.Duration;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Brings the schema up to date as soon as PostgreSQL answers, which may be long after the start.
@Component
public class Schema implements DisposableBean {
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Flyway flyway;
  private final SchemaRows rows;
  private final List<Preparation> preparations;
  private final ApplicationEventPublisher events;
  private volatile boolean ready;
  private volatile @Nullable Loop loop;

  Schema(
      Flyway flyway,
      SchemaRows rows,
      List<Preparation> preparations,
      ApplicationEventPublisher events) {
    this.flyway = flyway;
    this.rows = rows;
    this.preparations = preparations;
    this.events = events;
  }

  /// Whether the tables are there.
  public boolean isReady() {
    return ready;
  }

  @EventListener(ApplicationReadyEvent.class)
  void start() {
    loop = Loop.start("schema", RETRY, this::migrateOnce);
  }

  @Override
  public void destroy() {
    var started = loop;
    if (started != null) {
      started.close();
    }
  }

  private void migrateOnce() {
    if (ready) {
      return;
    }
    rows.forgetFailures();
    flyway.migrate();
    preparations.forEach(Preparation::prepare);
    ready = true;
    events.publishEvent(new SchemaReady());
  }

  @Configuration(proxyBeanMethods = false)
  static class NotAtStart {
    /// At the start the database may be down, and the service should stand nevertheless.
    @Bean
    FlywayMigrationStrategy migrateLater() {
      return _ -> {};
    }
  }
}
