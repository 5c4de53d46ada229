/// What happened on the wire, in order, for others to check.
@NullMarked
package easel.simulator.ledger;

import org.jspecify.annotations.NullMarked;
