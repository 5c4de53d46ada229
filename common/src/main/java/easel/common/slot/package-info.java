/// Places of running jobs, held in Redis by job id.
@NullMarked
package easel.common.slot;

import org.jspecify.annotations.NullMarked;
