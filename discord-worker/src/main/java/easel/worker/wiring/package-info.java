/// Puts the parts together, starts and stops them.
@NullMarked
package easel.worker.wiring;

import org.jspecify.annotations.NullMarked;
