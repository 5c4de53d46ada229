/// Which partitions of accounts this worker serves.
@NullMarked
package easel.worker.partition;

import org.jspecify.annotations.NullMarked;
