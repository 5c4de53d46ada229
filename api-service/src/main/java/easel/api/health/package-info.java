/// Whether this instance can serve.
@NullMarked
package easel.api.health;

import org.jspecify.annotations.NullMarked;
