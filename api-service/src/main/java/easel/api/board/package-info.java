/// Queues as people see them.
@NullMarked
package easel.api.board;

import org.jspecify.annotations.NullMarked;
