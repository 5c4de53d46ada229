/// Which queues a customer has, who serves them, and what waiting jobs have before them.
@NullMarked
package easel.api.queue;

import org.jspecify.annotations.NullMarked;
