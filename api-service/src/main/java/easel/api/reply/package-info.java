/// What workers say, applied to jobs and accounts.
@NullMarked
package easel.api.reply;

import org.jspecify.annotations.NullMarked;
