/// The pages in a real browser, as somebody who sees them for the first time uses them.
@NullMarked
package easel.systemtests.pages;

import org.jspecify.annotations.NullMarked;
