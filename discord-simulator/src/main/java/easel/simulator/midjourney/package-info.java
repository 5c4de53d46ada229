/// The Midjourney bot: commands, jobs, buttons, texts.
@NullMarked
package easel.simulator.midjourney;

import org.jspecify.annotations.NullMarked;
