/// Easel from the outside: the running system, its API, its Discord, and the demo.
@NullMarked
package easel.systemtests;

import org.jspecify.annotations.NullMarked;
