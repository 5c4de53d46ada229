/// The object store of this service.
@NullMarked
package easel.api.store;

import org.jspecify.annotations.NullMarked;
