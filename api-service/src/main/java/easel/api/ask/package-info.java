/// Asking workers about jobs, and for their ends.
@NullMarked
package easel.api.ask;

import org.jspecify.annotations.NullMarked;
