/// What changed for a customer, in the order of commits, and who is told.
@NullMarked
package easel.api.change;

import org.jspecify.annotations.NullMarked;
