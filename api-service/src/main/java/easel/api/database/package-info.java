/// The schema, and the way to it.
@NullMarked
package easel.api.database;

import org.jspecify.annotations.NullMarked;
