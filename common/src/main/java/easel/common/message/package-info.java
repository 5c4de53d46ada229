/// What processes tell each other over RabbitMQ, and its one JSON form.
@NullMarked
package easel.common.message;

import org.jspecify.annotations.NullMarked;
