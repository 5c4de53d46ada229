/// The promises, each judged from what was submitted and what Discord saw.
@NullMarked
package easel.systemtests.promise;

import org.jspecify.annotations.NullMarked;
