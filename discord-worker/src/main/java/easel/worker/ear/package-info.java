/// The gateway session of a linked account itself: what Midjourney shows to nobody else is heard
/// there.
@NullMarked
package easel.worker.ear;

import org.jspecify.annotations.NullMarked;
