/// What all HTTP calls share: problem details, lists, limits of bodies.
@NullMarked
package easel.api.http;

import org.jspecify.annotations.NullMarked;
