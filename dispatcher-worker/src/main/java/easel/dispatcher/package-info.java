/// Hands the heads of lanes over to the workers of accounts.
@NullMarked
package easel.dispatcher;

import org.jspecify.annotations.NullMarked;
