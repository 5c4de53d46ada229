@NullMarked
package easel.simulator;

import org.jspecify.annotations.NullMarked;
