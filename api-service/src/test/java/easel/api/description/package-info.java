/// The description of the API, without anything that it would need to answer calls.
@NullMarked
package easel.api.description;

import org.jspecify.annotations.NullMarked;
