package easel.dispatcher.lane;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import easel.common.message.LaneMade;
import easel.common.message.Wire;
import easel.common.topology.Topology;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Hears "the directory changed" and "this lane was made", look now. Where it hears nothing,
/// changes are found all the same, a moment later.
@Component
public final class ControlMessages {
  private static final Logger log = LoggerFactory.getLogger(ControlMessages.class);

  private final RabbitMqs rabbit;
  private volatile Consumer<LaneMade> laneMade = _ -> {};
  private volatile Runnable anyMayBeMade = () -> {};
  private @Nullable Channel channel;

  ControlMessages(RabbitMqs rabbit) {
    this.rabbit = rabbit;
  }

  /// Neither may block.
  ///
  /// @param laneMade told which lane was made
  /// @param anyMayBeMade told that any may have been, unheard
  public void whenLanesAreMade(Consumer<LaneMade> laneMade, Runnable anyMayBeMade) {
    this.laneMade = laneMade;
    this.anyMayBeMade = anyMayBeMade;
  }

  /// Listens if it does not do so already; may be called again and again. For one thread.
  ///
  /// @param changed must not block
  public void listen(Runnable changed) {
    var current = channel;
    if (current != null && current.isOpen()) {
      return;
    }
    try {
      var opened = RabbitMq.channel(rabbit.any().connection());
      // Its queue goes with its connection, so two channels never share it.
      var queue = opened.queueDeclare().getQueue();
      opened.queueBind(queue, Topology.CONTROL, "");
      opened.basicConsume(
          queue,
          true,
          new DefaultConsumer(opened) {
            @Override
            public void handleDelivery(
                String consumer, Envelope envelope, BasicProperties properties, byte[] body) {
              if (body.length == 0) {
                changed.run();
              } else {
                heard(body);
              }
            }
          });
      channel = opened;
      // whatever was said meanwhile
      changed.run();
      anyMayBeMade.run();
    } catch (IOException | ShutdownSignalException unreachable) {
      log.atDebug().setCause(unreachable).log("Control messages are not heard; tried again soon");
    }
  }

  private void heard(byte[] body) {
    LaneMade made;
    try {
      made = Wire.read(body, LaneMade.class);
    } catch (IllegalArgumentException unreadable) {
      log.atWarn()
          .addKeyValue("cause", unreadable.getMessage())
          .log("A control message is unreadable: all lanes are opened anew");
      anyMayBeMade.run();
      return;
    }
    laneMade.accept(made);
  }
}
