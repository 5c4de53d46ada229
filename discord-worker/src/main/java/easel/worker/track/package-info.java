/// What a message of Midjourney means, and to which job it belongs (P7). Plain decisions, no input
/// or output.
@NullMarked
package easel.worker.track;

import org.jspecify.annotations.NullMarked;
