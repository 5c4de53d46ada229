/// Calls to addresses that customers name: guarded, so that none of them reaches what is private.
@NullMarked
package easel.api.outbound;

import org.jspecify.annotations.NullMarked;
