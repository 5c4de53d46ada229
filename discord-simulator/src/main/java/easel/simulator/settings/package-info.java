/// Every duration and every choice of behaviour that can be changed while running.
@NullMarked
package easel.simulator.settings;

import org.jspecify.annotations.NullMarked;
