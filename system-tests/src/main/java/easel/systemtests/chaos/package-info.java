/// The chaos campaign: an Easel of its own, broken on purpose while it works, judged from Discord's
/// side of the wire.
@NullMarked
package easel.systemtests.chaos;

import org.jspecify.annotations.NullMarked;
