/// Which queues a customer has, and who serves them.
@NullMarked
package easel.api.queue;

import org.jspecify.annotations.NullMarked;
