/// The names by which jobs, accounts, queues and pools are known in every process.
@NullMarked
package easel.common.id;

import org.jspecify.annotations.NullMarked;
