/// Which accounts stand in for each other, and whose turn it is.
@NullMarked
package easel.dispatcher.pool;

import org.jspecify.annotations.NullMarked;
