package easel.api.picture;

import easel.api.database.SchemaReady;
import easel.api.loop.Loop;
import easel.api.picture.Fetched.Failed;
import easel.api.picture.Fetched.Gone;
import easel.api.picture.Fetched.Refused;
import easel.api.picture.Fetched.Whole;
import easel.api.picture.PictureRows.Due;
import easel.common.store.ObjectStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Fetches pictures that are due from Discord, and keeps them. That a picture is due is written
/// when its job ends, so it is fetched whatever is killed; a job never waits for its picture.
@Component
public class Keeper implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
  // Each may hold a whole picture in memory.
  private static final int AT_ONCE = 2;
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration COUNT = Duration.ofSeconds(15);
  // Discord's links live for a day; by then whatever it answers is final.
  private static final Duration LONGEST_LIFE = Duration.ofHours(25);
  private static final int MOST_DOUBLINGS = 20;

  private final PictureRows rows;
  private final Cdn cdn;
  private final ObjectStore store;
  private final PictureProperties properties;
  private final Clock clock = Clock.systemUTC();
  private final MeterRegistry metrics;
  private final Timer delay;
  private final AtomicLong due = new AtomicLong();
  private final List<Loop> loops = new ArrayList<>();
  private volatile List<Loop> fetching = List.of();
  private volatile boolean closed;

  Keeper(
      PictureRows rows,
      Cdn cdn,
      ObjectStore store,
      PictureProperties properties,
      MeterRegistry metrics) {
    this.rows = rows;
    this.cdn = cdn;
    this.store = store;
    this.properties = properties;
    this.metrics = metrics;
    this.delay =
        Timer.builder("easel.pictures.delay")
            .description("from a job's end until its picture is kept")
            .register(metrics);
    metrics.gauge("easel.pictures.due", due);
  }

  @EventListener(SchemaReady.class)
  void start() {
    for (int i = 1; i <= AT_ONCE; i++) {
      loops.add(Loop.start("pictures-" + i, LOOK, this::keepDue));
    }
    fetching = List.copyOf(loops);
    loops.add(Loop.start("pictures-due", COUNT, () -> due.set(rows.countDue())));
  }

  @Override
  public void destroy() {
    closed = true;
    cdn.breakOff();
    loops.forEach(Loop::close);
  }

  /// Looks for pictures now: one has become due.
  public void wake() {
    fetching.forEach(Loop::wake);
  }

  private void keepDue() {
    while (!closed) {
      var next = rows.lease(properties.lease());
      if (next.isEmpty()) {
        return;
      }
      keep(next.get());
    }
  }

  private void keep(Due picture) {
    var began = clock.instant();
    if (picture.attempt() > 1 && isInStore(picture)) {
      // Whoever tried before had kept it, and could not say so any more.
      kept(picture, Duration.ZERO);
      return;
    }
    switch (cdn.fetch(picture.link())) {
      case Whole(var type, var content) -> {
        put(picture, type, content);
        kept(picture, Duration.between(began, clock.instant()));
      }
      case Gone _ when hasDied(picture) -> lost(picture, "Discord's link died before");
      case Gone _ -> again(picture, "Discord does not have it");
      case Failed(var why) when picture.age().compareTo(LONGEST_LIFE) > 0 -> lost(picture, why);
      case Failed(var why) -> again(picture, why);
      case Refused(var why) -> lost(picture, why);
    }
  }

  // A link that is said to be dead may be so for a moment only, unless its time is over.
  private boolean hasDied(Due picture) {
    return picture.age().compareTo(LONGEST_LIFE) > 0
        || picture.link().diesAt().map(clock.instant()::isAfter).orElse(false);
  }

  private boolean isInStore(Due picture) {
    try {
      var found = store.find(key(picture));
      if (found.isPresent()) {
        found.get().close();
      }
      return found.isPresent();
    } catch (IOException failed) {
      throw failedInStore(picture, failed);
    }
  }

  private void put(Due picture, PictureType type, byte[] content) {
    try {
      store.put(key(picture), type.mediaType(), content);
    } catch (IOException failed) {
      throw failedInStore(picture, failed);
    }
  }

  // Ends this round of the loop, which says so once: the store may be out of reach for long.
  private StoreFailed failedInStore(Due picture, IOException failed) {
    again(picture, "the object store failed");
    return new StoreFailed(failed);
  }

  private static String key(Due picture) {
    return Picture.keyOf(picture.token(), Part.ORIGINAL.name());
  }

  private void kept(Due picture, Duration fetching) {
    rows.kept(picture.token());
    delay.record(picture.age().plus(fetching));
    count("kept");
  }

  private void again(Due picture, String why) {
    var doublings = Math.min(picture.attempt() - 1, MOST_DOUBLINGS);
    var grown = properties.pause().multipliedBy(1L << doublings);
    var longest = properties.longestPause();
    rows.again(picture.token(), grown.compareTo(longest) < 0 ? grown : longest);
    LOG.atDebug()
        .addKeyValue("job", picture.job())
        .addKeyValue("attempt", picture.attempt())
        .log("Picture not kept yet: {}", why);
    count("failed");
  }

  private void lost(Due picture, String why) {
    rows.lost(picture.token());
    LOG.atWarn()
        .addKeyValue("job", picture.job())
        .addKeyValue("attempts", picture.attempt())
        .log("Picture lost: {}", why);
    count("lost");
  }

  private void count(String outcome) {
    metrics.counter("easel.pictures.fetched", "outcome", outcome).increment();
  }
}
