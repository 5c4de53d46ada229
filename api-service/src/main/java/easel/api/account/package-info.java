/// Linked Discord accounts.
@NullMarked
package easel.api.account;

import org.jspecify.annotations.NullMarked;
