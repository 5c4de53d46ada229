/// Files that several processes read.
@NullMarked
package easel.common.store;

import org.jspecify.annotations.NullMarked;
