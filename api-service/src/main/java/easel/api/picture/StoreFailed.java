package easel.api.picture;

import java.io.IOException;

/// The object store is out of reach, full, or refuses us. What should have been done is done later.
final class StoreFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  StoreFailed(IOException cause) {
    super("the object store that EASEL_STORE names failed: see the cause", cause);
  }
}
