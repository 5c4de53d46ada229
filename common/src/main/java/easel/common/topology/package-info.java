/// The names and arguments of every exchange and queue.
@NullMarked
package easel.common.topology;

import org.jspecify.annotations.NullMarked;
