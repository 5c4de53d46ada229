/// Sealing of tokens, at rest and on their way.
@NullMarked
package easel.common.crypto;

import org.jspecify.annotations.NullMarked;
