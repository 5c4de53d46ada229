/// Who changed what, and when.
@NullMarked
package easel.api.audit;

import org.jspecify.annotations.NullMarked;
