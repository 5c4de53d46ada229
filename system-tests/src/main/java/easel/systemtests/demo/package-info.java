/// The service's own story, played on a running Easel, to watch and to be judged.
@NullMarked
package easel.systemtests.demo;

import org.jspecify.annotations.NullMarked;
