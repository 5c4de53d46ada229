package easel.worker.simulation;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import easel.common.message.AccountMessage;
import easel.common.message.Wire;
import easel.common.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The hand-over queues: each with one consumer at a time, to which messages are delivered in
/// order; what a closed channel had not acknowledged goes back to its place.
final class Broker {
  private static final AMQP.BasicProperties PLAIN = new AMQP.BasicProperties();

  private final World world;
  private final Planted planted;
  private final Map<String, Queue> queues = new HashMap<>();

  Broker(World world, Planted planted) {
    this.world = world;
    this.planted = planted;
  }

  private record Message(AccountMessage content, boolean redelivered) {}

  private static final class Queue {
    private final Deque<Message> ready = new ArrayDeque<>();
    private final List<WorkerChannel> consumers = new ArrayList<>();
  }

  /// Takes a message; it is safe from then on.
  void publish(int partition, AccountMessage message) {
    var queue = queue(Topology.handOver(partition));
    queue.ready.addLast(new Message(message, false));
    deliver(queue);
  }

  boolean isEmpty() {
    return queues.values().stream()
        .allMatch(
            queue ->
                queue.ready.isEmpty()
                    && queue.consumers.stream().allMatch(one -> one.unacknowledged.isEmpty()));
  }

  /// A connection is gone, and with it its channels.
  void disconnect(SimulatedProcess process) {
    queues.values().stream()
        .flatMap(queue -> queue.consumers.stream())
        .filter(channel -> channel.process.equals(process))
        .toList()
        .forEach(WorkerChannel::close);
  }

  /// A channel for one consumer.
  Channel open(SimulatedProcess process) {
    process.step();
    return (Channel)
        Proxy.newProxyInstance(
            Channel.class.getClassLoader(),
            new Class<?>[] {Channel.class},
            new WorkerChannel(process));
  }

  private Queue queue(String name) {
    return queues.computeIfAbsent(name, _ -> new Queue());
  }

  private void deliver(Queue queue) {
    if (!queue.consumers.isEmpty()) {
      while (!queue.ready.isEmpty()) {
        queue.consumers.getFirst().deliver(queue.ready.removeFirst());
      }
    }
  }

  /// One worker's channel, on one queue: what the worker calls of RabbitMQ's own client.
  private final class WorkerChannel implements InvocationHandler {
    private final SimulatedProcess process;
    private final Map<Long, Message> unacknowledged = new LinkedHashMap<>();
    private @Nullable Queue queue;
    private @Nullable Consumer consumer;
    private boolean open = true;
    private long tags;
    private long lastArrival;

    private WorkerChannel(SimulatedProcess process) {
      this.process = process;
    }

    @Override
    public @Nullable Object invoke(Object channel, Method method, Object @Nullable [] given) {
      var arguments = given == null ? new Object[0] : given;
      return switch (method.getName()) {
        case "queueDeclare", "basicQos" -> null;
        case "isOpen" -> open;
        case "basicConsume" -> {
          consume(queue((String) arguments[0]), (Consumer) arguments[2]);
          yield "";
        }
        case "basicAck" -> {
          acknowledge((Long) arguments[0]);
          yield null;
        }
        case "abort" -> {
          close();
          yield null;
        }
        case "toString" -> "channel of " + process.name;
        default -> throw new UnsupportedOperationException(method.toString());
      };
    }

    private void consume(Queue from, Consumer by) {
      queue = from;
      consumer = by;
      from.consumers.add(this);
      Broker.this.deliver(from);
    }

    private void deliver(Message message) {
      long tag = ++tags;
      unacknowledged.put(tag, message);
      lastArrival = Math.max(world.now() + world.millis(1, 5), lastArrival + 1);
      process.actIn(lastArrival - world.now(), () -> arrive(tag, message));
    }

    private void arrive(long tag, Message message) {
      var by = consumer;
      if (!open || by == null) {
        return;
      }
      if (planted == Planted.ACKNOWLEDGED_BEFORE_CLAIM) {
        unacknowledged.remove(tag);
      }
      try {
        by.handleDelivery(
            "",
            new Envelope(tag, message.redelivered(), "", ""),
            PLAIN,
            Wire.write(message.content()));
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }

    private void acknowledge(long tag) {
      process.step();
      if (!open) {
        throw new AlreadyClosedException(
            new ShutdownSignalException(true, false, null, process.name));
      }
      if (planted != Planted.ACKNOWLEDGEMENT_LOST) {
        unacknowledged.remove(tag);
      }
    }

    private void close() {
      var from = queue;
      if (!open || from == null) {
        open = false;
        return;
      }
      open = false;
      from.consumers.remove(this);
      var back = List.copyOf(unacknowledged.values());
      unacknowledged.clear();
      if (planted == Planted.REQUEUED_AT_THE_BACK) {
        world.in(world.millis(1, 3_000), () -> addLast(from, back));
      } else {
        for (var message : planted == Planted.REQUEUED_IN_REVERSE ? back : back.reversed()) {
          from.ready.addFirst(new Message(message.content(), true));
        }
      }
      Broker.this.deliver(from);
    }

    private void addLast(Queue to, List<Message> messages) {
      messages.forEach(message -> to.ready.addLast(new Message(message.content(), true)));
      Broker.this.deliver(to);
    }
  }
}
