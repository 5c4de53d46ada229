/// Which dispatchers live, and which partitions of pools are ours.
@NullMarked
package easel.dispatcher.member;

import org.jspecify.annotations.NullMarked;
