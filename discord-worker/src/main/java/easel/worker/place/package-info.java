/// Keeps the places in Redis as the claims say.
@NullMarked
package easel.worker.place;

import org.jspecify.annotations.NullMarked;
