/// Benchmarks of the running system, from the outside.
@NullMarked
package easel.bench;

import org.jspecify.annotations.NullMarked;
