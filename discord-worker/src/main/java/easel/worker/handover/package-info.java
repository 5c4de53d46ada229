/// Jobs and questions arrive from RabbitMQ.
@NullMarked
package easel.worker.handover;

import org.jspecify.annotations.NullMarked;
