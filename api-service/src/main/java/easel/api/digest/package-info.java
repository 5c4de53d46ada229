/// Digests of what must not be kept as it is.
@NullMarked
package easel.api.digest;

import org.jspecify.annotations.NullMarked;
