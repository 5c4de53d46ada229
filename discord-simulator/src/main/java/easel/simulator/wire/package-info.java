/// How things look in Discord's JSON.
@NullMarked
package easel.simulator.wire;

import org.jspecify.annotations.NullMarked;
