/// Whether an account could be linked.
@NullMarked
package easel.worker.check;

import org.jspecify.annotations.NullMarked;
