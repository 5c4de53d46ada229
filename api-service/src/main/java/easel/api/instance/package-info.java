/// Which instances of the services live, and who serves what, for the operator.
@NullMarked
package easel.api.instance;

import org.jspecify.annotations.NullMarked;
