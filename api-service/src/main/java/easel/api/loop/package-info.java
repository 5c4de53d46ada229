/// What is done again and again in the background.
@NullMarked
package easel.api.loop;

import org.jspecify.annotations.NullMarked;
