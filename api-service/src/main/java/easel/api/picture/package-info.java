/// Finished pictures under lasting addresses.
@NullMarked
package easel.api.picture;

import org.jspecify.annotations.NullMarked;
