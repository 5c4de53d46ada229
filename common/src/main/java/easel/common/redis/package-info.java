/// The connection to Redis and the names of its keys.
@NullMarked
package easel.common.redis;

import org.jspecify.annotations.NullMarked;
