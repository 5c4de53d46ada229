/// What prompts may hold: parameters that Midjourney takes, and no banned words.
@NullMarked
package easel.api.prompt;

import org.jspecify.annotations.NullMarked;
