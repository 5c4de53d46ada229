/// How tests and demonstrations steer the simulator.
@NullMarked
package easel.simulator.control;

import org.jspecify.annotations.NullMarked;
