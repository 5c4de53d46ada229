package easel.worker.broker;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection to RabbitMQ that is opened again whenever it is lost. Channels are not: whoever
/// had one opens another, and knows then what to do again.
public final class BrokerConnection implements Channels, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BrokerConnection.class);
  private static final long PAUSE_MILLIS = 1_000;
  private static final int ABANDONED_MILLIS = 500;

  private final String name;
  private final ConnectionFactory factory;
  private final List<Address> addresses;
  private final List<Runnable> whileOpen = new CopyOnWriteArrayList<>();
  private final ExecutorService deliveries = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread keeper;
  private volatile @Nullable Connection connection;
  private volatile boolean closed;

  public BrokerConnection(String name, ConnectionFactory factory, List<Address> addresses) {
    this.name = name;
    this.factory = factory;
    this.addresses = List.copyOf(addresses);
    this.keeper = Thread.ofVirtual().name("broker-" + name).unstarted(this::keepOpen);
  }

  /// Called when the connection was opened, and each second while it is open: to open the channels
  /// that are missing, without waiting for them.
  public void whileOpen(Runnable listener) {
    whileOpen.add(listener);
  }

  public void start() {
    keeper.start();
  }

  @Override
  public boolean isOpen() {
    var open = connection;
    return open != null && open.isOpen();
  }

  @Override
  public Channel channel() throws IOException {
    var open = connection;
    if (open == null || !open.isOpen()) {
      throw new IOException("RabbitMQ is not connected");
    }
    var channel = open.createChannel();
    if (channel == null) {
      throw new IOException("RabbitMQ gives this connection no more channels");
    }
    return channel;
  }

  @Override
  public void giveUp() {
    var open = connection;
    if (open != null) {
      open.abort(ABANDONED_MILLIS);
    }
  }

  @Override
  public Connection anotherConnection() throws IOException, TimeoutException {
    return factory.newConnection(deliveries, addresses, "easel-worker-trial");
  }

  private void keepOpen() {
    boolean told = false;
    while (!closed) {
      try {
        var open = factory.newConnection(deliveries, addresses, "easel-worker-" + name);
        var lost = new CountDownLatch(1);
        open.addShutdownListener(_ -> lost.countDown());
        connection = open;
        if (told) {
          log.atInfo().addKeyValue("connection", name).log("RabbitMQ is reachable again");
          told = false;
        }
        do {
          whileOpen.forEach(Runnable::run);
        } while (!lost.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        connection = null;
      } catch (IOException | TimeoutException unreached) {
        if (!told) {
          log.atWarn()
              .addKeyValue("connection", name)
              .addKeyValue("addresses", addresses)
              .addKeyValue("cause", String.valueOf(unreached.getMessage()))
              .log(
                  "RabbitMQ did not accept a connection; trying on (see SPRING_RABBITMQ_ADDRESSES)");
          told = true;
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return;
      }
      pause();
    }
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    keeper.interrupt();
    var open = connection;
    if (open != null) {
      open.abort(1_000);
    }
    deliveries.shutdown();
  }
}
