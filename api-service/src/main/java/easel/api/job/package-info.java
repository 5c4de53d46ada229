/// Accepting, reading and cancelling jobs.
@NullMarked
package easel.api.job;

import org.jspecify.annotations.NullMarked;
