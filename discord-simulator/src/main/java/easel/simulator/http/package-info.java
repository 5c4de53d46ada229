/// The web server and the JSON that everything here speaks.
@NullMarked
package easel.simulator.http;

import org.jspecify.annotations.NullMarked;
