/// Looks at heads, decides, acts.
@NullMarked
package easel.dispatcher.dispatch;

import org.jspecify.annotations.NullMarked;
