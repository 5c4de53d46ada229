package easel.simulator.gateway;

import easel.simulator.fault.Fault;
import easel.simulator.fault.Faults;
import easel.simulator.fault.Place;
import easel.simulator.settings.Option;
import easel.simulator.settings.SettingsStore;
import easel.simulator.world.User;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// A session outlives its connection: events that nobody received are kept for a while, to be
/// played again when someone resumes it.
final class GatewaySession {
  private final String id;
  private final User user;
  private final int intents;
  private final int shard;
  private final int shards;
  private final Faults faults;
  private final SettingsStore settings;
  private final ArrayDeque<Frame> unacknowledged = new ArrayDeque<>();
  private @Nullable GatewayConnection connection;
  private @Nullable Frame heldBack;
  private long seq;
  private long lostAtNanos;
  private long forgottenUpTo;

  GatewaySession(
      String id,
      User user,
      int intents,
      int shard,
      int shards,
      Faults faults,
      SettingsStore settings) {
    this.id = id;
    this.user = user;
    this.intents = intents;
    this.shard = shard;
    this.shards = shards;
    this.faults = faults;
    this.settings = settings;
  }

  String id() {
    return id;
  }

  User user() {
    return user;
  }

  boolean wants(int intent) {
    return (intents & intent) != 0;
  }

  boolean isOfShard(long guildId) {
    return Long.remainderUnsigned(guildId >>> 22, shards) == shard;
  }

  synchronized void connect(GatewayConnection newConnection) {
    connection = newConnection;
  }

  /// Whether this was the session's connection, and not an older one that it has long left.
  synchronized boolean disconnect(GatewayConnection lost) {
    if (connection != lost) {
      return false;
    }
    connection = null;
    lostAtNanos = System.nanoTime();
    return true;
  }

  synchronized @Nullable GatewayConnection connection() {
    return connection;
  }

  synchronized boolean isOver() {
    var windowNanos = settings.forAll().number(Option.RESUME_WINDOW_MS) * 1_000_000;
    return connection == null && System.nanoTime() - lostAtNanos > windowNanos;
  }

  synchronized void send(String name, byte[] data) {
    seq++;
    var frame = new Frame(seq, name, data);
    unacknowledged.addLast(frame);
    while (unacknowledged.size() > settings.forAll().number(Option.REPLAY_EVENTS)) {
      forgottenUpTo = unacknowledged.removeFirst().seq();
    }
    if (connection != null) {
      send(frame, connection, faults.take(Place.GATEWAY, user.id(), name));
    }
  }

  private void send(Frame frame, GatewayConnection to, @Nullable Fault fault) {
    if (fault != null) {
      switch (fault.kind()) {
        case DUPLICATE -> to.send(frame);
        case DELAY -> to.pause(fault.delayMs());
        case REORDER -> {
          if (heldBack == null) {
            heldBack = frame;
            return;
          }
        }
        default -> to.suffer(fault);
      }
    }
    to.send(frame);
    if (heldBack != null) {
      to.send(heldBack);
      heldBack = null;
    }
  }

  synchronized void acknowledge(long upTo) {
    while (!unacknowledged.isEmpty() && unacknowledged.getFirst().seq() <= upTo) {
      forgottenUpTo = unacknowledged.removeFirst().seq();
    }
  }

  /// Plays again what came after `upTo`, and goes on over the new connection.
  ///
  /// @return false if that is no longer possible
  synchronized boolean resume(GatewayConnection by, long upTo) {
    if (upTo < forgottenUpTo || upTo > seq) {
      return false;
    }
    heldBack = null;
    for (var frame : unacknowledged) {
      if (frame.seq() > upTo) {
        by.send(frame);
      }
    }
    connection = by;
    send("RESUMED", "{\"_trace\":[]}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return true;
  }
}
