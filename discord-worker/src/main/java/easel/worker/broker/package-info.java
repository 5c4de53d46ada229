/// The connections to RabbitMQ.
@NullMarked
package easel.worker.broker;

import org.jspecify.annotations.NullMarked;
