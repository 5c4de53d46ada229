/// Pictures, drawn when fetched, and uploads.
@NullMarked
package easel.simulator.cdn;

import org.jspecify.annotations.NullMarked;
