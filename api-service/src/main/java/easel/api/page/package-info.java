/// The pages and their headers.
@NullMarked
package easel.api.page;

import org.jspecify.annotations.NullMarked;
