/// Limits of rate, counted over all instances.
@NullMarked
package easel.api.rate;

import org.jspecify.annotations.NullMarked;
