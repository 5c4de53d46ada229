/// Follows jobs on linked Discord accounts from their hand-over to their end.
@NullMarked
package easel.worker;

import org.jspecify.annotations.NullMarked;
