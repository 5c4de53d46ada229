/// Requests that are made up from how the API describes itself.
@NullMarked
package easel.api.contract;

import org.jspecify.annotations.NullMarked;
