/// Mishaps on demand: refused, lost, late and doubled.
@NullMarked
package easel.simulator.fault;

import org.jspecify.annotations.NullMarked;
