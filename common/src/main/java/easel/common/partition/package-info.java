/// How accounts and pools are divided among the living instances of a service.
@NullMarked
package easel.common.partition;

import org.jspecify.annotations.NullMarked;
