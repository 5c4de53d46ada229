/// What the operator can set.
@NullMarked
package easel.worker.settings;

import org.jspecify.annotations.NullMarked;
