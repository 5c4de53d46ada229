/// Channels to RabbitMQ on which a publish is confirmed.
@NullMarked
package easel.api.broker;

import org.jspecify.annotations.NullMarked;
