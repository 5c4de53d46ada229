/// The dialect `/mj/*`, which existing clients of Midjourney speak.
@NullMarked
package easel.api.mj;

import org.jspecify.annotations.NullMarked;
