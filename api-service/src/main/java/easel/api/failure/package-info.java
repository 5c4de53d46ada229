/// Why jobs failed lately, for the operator.
@NullMarked
package easel.api.failure;

import org.jspecify.annotations.NullMarked;
