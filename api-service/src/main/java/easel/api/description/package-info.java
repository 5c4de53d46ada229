/// How the API describes itself, in OpenAPI 3.1.
@NullMarked
package easel.api.description;

import org.jspecify.annotations.NullMarked;
