@NullMarked
package easel.simulator.cdn;

import org.jspecify.annotations.NullMarked;
