/// Connections to RabbitMQ; the one channel on which a partition's lanes are consumed.
@NullMarked
package easel.dispatcher.lane;

import org.jspecify.annotations.NullMarked;
