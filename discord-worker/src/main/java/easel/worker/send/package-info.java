/// Requests to Discord in the name of a linked account.
@NullMarked
package easel.worker.send;

import org.jspecify.annotations.NullMarked;
