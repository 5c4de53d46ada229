/// What several services must know of Discord.
@NullMarked
package easel.common.discord;

import org.jspecify.annotations.NullMarked;
