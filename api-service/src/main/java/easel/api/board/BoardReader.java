package easel.api.board;

import easel.api.board.BoardParts.Told;
import easel.api.change.Change;
import easel.api.change.ChangeLog;
import easel.api.change.Subscription;
import easel.api.http.EventStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One open board: told at once what changed, but only a few times a second, however much does.
final class BoardReader {
  /// What a page shows when its stream begins.
  ///
  /// @param change the number of the last change that it certainly shows
  /// @param version up to which it certainly shows settings
  record Shown(long change, long version) {}

  private static final Duration BETWEEN = Duration.ofMillis(50);
  private static final int HEARTBEATS_BETWEEN_LOOKS = 4;
  // Who is further behind is told everything: that is less.
  private static final long MOST_BEHIND = 2_000;

  private final long customer;
  private final Boards boards;
  private final BoardParts parts;
  private final EventStream stream;
  private final Subscription subscription;
  private final Duration heartbeat;
  private final BooleanSupplier isStillLetIn;

  private final Told told = new Told();
  private final Set<String> changed = new HashSet<>();
  private boolean anyEnded;
  private boolean anySet;
  private long version;
  private @Nullable Next next; // null while it is not known what the page says
  private long toldAt = System.nanoTime() - BETWEEN.toNanos();
  private long sentAt = System.nanoTime();

  BoardReader(
      long customer,
      Boards boards,
      BoardParts parts,
      EventStream stream,
      Subscription subscription,
      Duration heartbeat,
      BooleanSupplier isStillLetIn) {
    this.customer = customer;
    this.boards = boards;
    this.parts = parts;
    this.stream = stream;
    this.subscription = subscription;
    this.heartbeat = heartbeat;
    this.isStillLetIn = isStillLetIn;
  }

  /// Brings the page up to date: with what changed since, or, if that is not known, as a whole.
  void catchUp(ChangeLog log, @Nullable Shown shown) throws IOException {
    if (shown == null
        || shown.change() < 0
        || shown.change() > subscription.from() // PostgreSQL may have been set back
        || subscription.from() - shown.change() > MOST_BEHIND) {
      var board = boards.whole(customer);
      told.whole(board.cards());
      version = board.version();
      next = board.next();
      send("whole", parts.of(board));
      return;
    }
    version = shown.version();
    var read = shown.change();
    while (read < subscription.from()) {
      var page = log.after(customer, read);
      page.changes().forEach(this::note);
      read = page.more() ? page.upTo() : subscription.from();
    }
    tell();
  }

  /// Tells what changes, until the reader is to go.
  void follow() throws IOException, InterruptedException {
    var looked = System.nanoTime();
    while (!subscription.isOver()) {
      collect();
      lookForSettings();
      tell();
      if (System.nanoTime() - sentAt >= heartbeat.toNanos()) {
        send("alive", "-"); // one without data would not be heard
      }
      if (System.nanoTime() - looked >= heartbeat.toNanos() * HEARTBEATS_BETWEEN_LOOKS) {
        looked = System.nanoTime();
        if (!isStillLetIn.getAsBoolean()) {
          return;
        }
      }
    }
  }

  // Waits for a change, or for settings, which have no changes of their own; then for more, until
  // another update is due.
  private void collect() throws InterruptedException {
    var change = subscription.nextOrWoken(heartbeat);
    while (change != null || !untilDue().isZero()) {
      if (change != null) {
        note(change);
      }
      if (subscription.isOver()) {
        return;
      }
      change = subscription.next(untilDue());
    }
  }

  private Duration untilDue() {
    return Duration.ofNanos(Math.max(0, BETWEEN.toNanos() - (System.nanoTime() - toldAt)));
  }

  private void note(Change change) {
    changed.add(change.queue().value());
    anyEnded |= change.isEnd();
  }

  private void lookForSettings() {
    var settings = boards.setAfter(customer, version);
    version = settings.version();
    anySet |= settings.changed();
    changed.addAll(settings.queues());
  }

  private void tell() throws IOException {
    if (changed.isEmpty() && !anySet) {
      return;
    }
    toldAt = System.nanoTime();
    var cards = boards.cards(customer, changed);
    var gone = new ArrayList<>(changed);
    cards.forEach(card -> gone.remove(card.queue()));
    var done = anyEnded ? boards.done(customer) : null;
    var nextNow = next;
    if (anySet || next != Next.NOTHING) {
      nextNow = boards.next(customer, done == null ? boards.done(customer) : done);
    }
    var update = told.differing(cards, gone, done, nextNow == next ? null : nextNow);
    next = nextNow;
    changed.clear();
    anyEnded = false;
    anySet = false;
    if (!update.isEmpty()) {
      send("parts", parts.of(update));
    }
  }

  private void send(String event, String text) throws IOException {
    stream.send(event, text);
    sentAt = System.nanoTime();
  }
}
