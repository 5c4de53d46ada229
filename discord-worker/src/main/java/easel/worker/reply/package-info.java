/// What the worker tells the others.
@NullMarked
package easel.worker.reply;

import org.jspecify.annotations.NullMarked;
