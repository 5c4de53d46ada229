/// The API against a real PostgreSQL, RabbitMQ and Redis.
@NullMarked
package easel.api.slice;

import org.jspecify.annotations.NullMarked;
