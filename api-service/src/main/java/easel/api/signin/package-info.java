/// Signing in on the pages: sessions, and who may see which page.
@NullMarked
package easel.api.signin;

import org.jspecify.annotations.NullMarked;
