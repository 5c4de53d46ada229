package easel.api.webhook;

import easel.api.database.SchemaReady;
import easel.api.loop.Loop;
import easel.api.outage.Outage;
import easel.api.outage.OutageLog;
import easel.api.webhook.UnderWay.Limits;
import easel.api.webhook.UnderWay.Line;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Attempts deliveries until they are received, refused or given up: many at once, each taken in
/// PostgreSQL for the time of one attempt. What a killed instance had taken is attempted again by
/// another, with the same id: a receiver is told at least once.
@Component
class Deliveries implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(5);
  private static final int AT_ONCE = 200;
  // However many attempts end together, connections to PostgreSQL are left for everybody else.
  private static final int WRITERS = 4;

  private final DeliveryRows rows;
  private final Sender sender;
  private final WebhookProperties properties;
  private final TransactionTemplate transactions;
  private final MeterRegistry metrics;
  private final Timer lag;
  private final UnderWay underWay = new UnderWay(Limits.USUAL);
  private final Semaphore writers = new Semaphore(WRITERS);
  private volatile @Nullable Loop loop;
  private volatile boolean closed;

  Deliveries(
      DeliveryRows rows,
      Sender sender,
      WebhookProperties properties,
      TransactionTemplate transactions,
      MeterRegistry metrics) {
    this.rows = rows;
    this.sender = sender;
    this.properties = properties;
    this.transactions = transactions;
    this.metrics = metrics;
    this.lag =
        Timer.builder("easel.webhooks.lag")
            .description("from an event until its first attempt begins")
            .register(metrics);
    Gauge.builder("easel.webhooks.under.way", underWay, UnderWay::count)
        .description("attempts that this instance makes now")
        .register(metrics);
  }

  @EventListener(SchemaReady.class)
  void start() {
    loop = Loop.start("webhooks", POLL, this::attemptAllDue);
  }

  /// Looks now: something is to be delivered.
  void wake() {
    var started = loop;
    if (started != null) {
      started.wake();
    }
  }

  /// Lets attempts end for a moment. What is still under way then is attempted again elsewhere.
  @Override
  public void destroy() {
    closed = true;
    var started = loop;
    if (started != null) {
      started.close();
    }
    try {
      underWay.awaitNone(LONGEST_STOP);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void attemptAllDue() {
    while (!closed && attemptSome()) {
      // and the next ones
    }
  }

  /// @return whether there may be more
  private boolean attemptSome() {
    var chosen = new LinkedHashMap<UUID, Line>();
    for (var due : rows.due(underWay.full(), Limits.USUAL.line(), AT_ONCE)) {
      if (underWay.take(due.line())) {
        chosen.put(due.id(), due.line());
      }
    }
    if (chosen.isEmpty()) {
      return false;
    }
    var any = false;
    try {
      for (var delivery : rows.take(chosen.keySet(), properties.lease())) {
        var line = chosen.remove(delivery.id().value());
        if (line != null) {
          any = true;
          Thread.ofVirtual()
              .name("webhook " + delivery.id())
              .start(() -> attemptThenFree(delivery, line));
        }
      }
    } finally {
      // Another instance was faster, or PostgreSQL did not answer.
      chosen.values().forEach(underWay::free);
    }
    return any;
  }

  private void attemptThenFree(Delivery delivery, Line line) {
    try {
      attempt(delivery);
    } catch (RuntimeException failed) {
      report(delivery, failed);
    } finally {
      underWay.free(line);
      wake();
    }
  }

  private void attempt(Delivery delivery) {
    if (delivery.attempt() == 1) {
      lag.record(Duration.between(delivery.askedAt(), delivery.at()));
    }
    var began = System.nanoTime();
    var result = sender.send(delivery);
    var took = Duration.ofNanos(System.nanoTime() - began);
    var pauses =
        new Pauses(properties.firstPause(), properties.longestPause(), ThreadLocalRandom.current());
    var verdict = Verdict.of(result, delivery, took, pauses, properties.refusalPatience());
    write(delivery, verdict, took);
    count(delivery, verdict, took);
  }

  private void write(Delivery delivery, Verdict verdict, Duration took) {
    writers.acquireUninterruptibly();
    try {
      transactions.executeWithoutResult(
          _ -> {
            rows.awaitNewer(delivery.id());
            rows.finish(delivery, verdict, took);
          });
    } finally {
      writers.release();
    }
  }

  private void count(Delivery delivery, Verdict verdict, Duration took) {
    var outcome =
        switch (verdict.status()) {
          case DELIVERED -> "delivered";
          case REFUSED -> "refused";
          case PENDING, FAILED, LEFT_OUT -> "failed";
        };
    Timer.builder("easel.webhooks.attempts")
        .description("attempts of deliveries")
        .tag("outcome", outcome)
        .register(metrics)
        .record(took);
    if (verdict.status() == DeliveryStatus.PENDING) {
      return;
    }
    metrics
        .counter(
            "easel.webhooks.ended",
            "status",
            verdict.status().name().toLowerCase(Locale.ROOT),
            "event",
            delivery.event().name().toLowerCase(Locale.ROOT))
        .increment();
    if (verdict.status() != DeliveryStatus.DELIVERED) {
      LOG.atWarn()
          .addKeyValue("delivery", delivery.id())
          .addKeyValue("customer", delivery.customer())
          .addKeyValue("endpoint", delivery.endpoint())
          .addKeyValue("error", verdict.error())
          .log("Webhook {}", verdict.status());
    }
  }

  // Its lease runs out, and it is attempted again.
  private static void report(Delivery delivery, RuntimeException failed) {
    var outage = Outage.of(failed);
    if (outage != null) {
      OutageLog.met(outage, failed);
      return;
    }
    LOG.atError()
        .addKeyValue("delivery", delivery.id())
        .setCause(failed)
        .log("Webhook's attempt could not be written down; it is attempted again");
  }
}
