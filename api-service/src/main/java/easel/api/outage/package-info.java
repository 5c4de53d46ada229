/// Telling an unreachable broker, Redis or database from a mistake.
@NullMarked
package easel.api.outage;

import org.jspecify.annotations.NullMarked;
