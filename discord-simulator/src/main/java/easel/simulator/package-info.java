/// A Discord and a Midjourney bot to run, demonstrate and test against.
@NullMarked
package easel.simulator;

import org.jspecify.annotations.NullMarked;
