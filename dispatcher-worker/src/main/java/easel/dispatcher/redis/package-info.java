/// The connection to Redis and what stands on it.
@NullMarked
package easel.dispatcher.redis;

import org.jspecify.annotations.NullMarked;
