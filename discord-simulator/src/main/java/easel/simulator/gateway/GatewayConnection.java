package easel.simulator.gateway;

import easel.simulator.fault.Fault;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.zip.Deflater;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One WebSocket connection. What it sends is queued and written by a thread of its own, so that a
/// slow reader keeps nobody else waiting.
public final class GatewayConnection implements Session.Listener.AutoDemanding {
  private static final Logger log = LoggerFactory.getLogger(GatewayConnection.class);

  private final Gateway gateway;
  private final int version;
  private final @Nullable Deflater deflater;
  private final BlockingQueue<Outgoing> queue = new LinkedBlockingQueue<>();
  private volatile @Nullable Session socket;
  private volatile @Nullable GatewaySession session;
  private volatile long heardNanos = System.nanoTime();
  private volatile boolean mute;
  private final SendLimit sendLimit = new SendLimit();

  GatewayConnection(Gateway gateway, int version, boolean compressed) {
    this.gateway = gateway;
    this.version = version;
    this.deflater = compressed ? new Deflater(Deflater.BEST_SPEED) : null;
  }

  int version() {
    return version;
  }

  @Nullable GatewaySession session() {
    return session;
  }

  void belongTo(GatewaySession newSession) {
    session = newSession;
  }

  /// Its session is over; another may be begun over it.
  void leaveSession() {
    session = null;
  }

  long heardNanos() {
    return heardNanos;
  }

  void heard() {
    heardNanos = System.nanoTime();
  }

  /// Whether it says nothing more, and hears nothing.
  boolean hangs() {
    return mute;
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    socket = opened;
    Thread.ofVirtual().name("gateway-writer").start(() -> write(opened));
    gateway.opened(this);
  }

  @Override
  public void onWebSocketText(String text) {
    if (mute) {
      return;
    }
    if (!sendLimit.allows()) {
      close(4008, "You are being rate limited.");
      return;
    }
    gateway.received(this, text);
  }

  @Override
  public void onWebSocketClose(int code, String reason, Callback callback) {
    queue.add(new Outgoing.End());
    gateway.closed(this, code);
    callback.succeed();
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    log.debug("A gateway connection broke", cause);
  }

  void send(Frame frame) {
    if (!mute) {
      queue.add(new Outgoing.Event(frame));
    }
  }

  void send(String json) {
    if (!mute) {
      queue.add(new Outgoing.Control(json));
    }
  }

  void pause(long millis) {
    queue.add(new Outgoing.Pause(millis));
  }

  void close(int code, String reason) {
    queue.add(new Outgoing.Close(code, reason));
  }

  /// Suffers a mishap that concerns the connection as a whole.
  void suffer(Fault fault) {
    switch (fault.kind()) {
      case DROP -> drop();
      case HANG -> mute = true;
      case RECONNECT -> send("{\"op\":7,\"d\":null,\"s\":null,\"t\":null}");
      case INVALID_RESUMABLE -> send("{\"op\":9,\"d\":true,\"s\":null,\"t\":null}");
      case INVALID -> {
        gateway.end(this);
        send("{\"op\":9,\"d\":false,\"s\":null,\"t\":null}");
      }
      default ->
          throw new IllegalArgumentException("expected a mishap of a connection, got: " + fault);
    }
  }

  /// Cuts the connection without a closing word.
  void drop() {
    var open = socket;
    if (open != null) {
      open.disconnect();
    }
  }

  private void write(Session to) {
    try {
      while (true) {
        var going = true;
        switch (queue.take()) {
          case Outgoing.Control(var json) ->
              send(to, json.getBytes(StandardCharsets.UTF_8), new byte[0], new byte[0]);
          case Outgoing.Event(var frame) -> {
            var head = "{\"t\":\"" + frame.name() + "\",\"s\":" + frame.seq() + ",\"op\":0,\"d\":";
            send(to, head.getBytes(StandardCharsets.UTF_8), frame.data(), new byte[] {'}'});
          }
          case Outgoing.Pause(var millis) -> Thread.sleep(millis);
          case Outgoing.Close(var code, var reason) -> {
            to.close(code, reason, Callback.NOOP);
            going = false;
          }
          case Outgoing.End _ -> going = false;
        }
        if (!going) {
          return;
        }
      }
    } catch (ExecutionException readerIsGone) {
      log.debug("A gateway connection can't be written to any more", readerIsGone);
      to.disconnect();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } finally {
      if (deflater != null) {
        deflater.end();
      }
    }
  }

  private void send(Session to, byte[] head, byte[] data, byte[] tail)
      throws ExecutionException, InterruptedException {
    var sent = new Callback.Completable();
    if (deflater == null) {
      var text = new StringBuilder(head.length + data.length + tail.length);
      for (var part : new byte[][] {head, data, tail}) {
        text.append(new String(part, StandardCharsets.UTF_8));
      }
      to.sendText(text.toString(), sent);
    } else {
      var compressed = new ByteArrayOutputStream(512);
      deflate(deflater, head, Deflater.NO_FLUSH, compressed);
      deflate(deflater, data, Deflater.NO_FLUSH, compressed);
      deflate(deflater, tail, Deflater.SYNC_FLUSH, compressed);
      to.sendBinary(ByteBuffer.wrap(compressed.toByteArray()), sent);
    }
    sent.get();
  }

  private static void deflate(
      Deflater deflater, byte[] input, int flush, ByteArrayOutputStream out) {
    var buffer = new byte[4096];
    deflater.setInput(input);
    int length;
    do {
      length = deflater.deflate(buffer, 0, buffer.length, flush);
      out.write(buffer, 0, length);
    } while (length == buffer.length);
  }

  private sealed interface Outgoing {
    record Event(Frame frame) implements Outgoing {}

    record Control(String json) implements Outgoing {}

    record Pause(long millis) implements Outgoing {}

    record Close(int code, String reason) implements Outgoing {}

    record End() implements Outgoing {}
  }
}
