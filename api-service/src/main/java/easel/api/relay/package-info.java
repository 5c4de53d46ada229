/// The outbox: accepted jobs into their lanes, in order.
@NullMarked
package easel.api.relay;

import org.jspecify.annotations.NullMarked;
