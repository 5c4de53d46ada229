/// Whether what is sent and answered is as the API describes itself.
@NullMarked
package easel.contract;

import org.jspecify.annotations.NullMarked;
