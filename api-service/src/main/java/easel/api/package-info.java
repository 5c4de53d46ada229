/// The HTTP API: jobs in, ends out.
@NullMarked
package easel.api;

import org.jspecify.annotations.NullMarked;
