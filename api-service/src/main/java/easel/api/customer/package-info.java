/// Customers, their keys, and who is calling.
@NullMarked
package easel.api.customer;

import org.jspecify.annotations.NullMarked;
