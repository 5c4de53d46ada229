package easel.api.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The form of every list.
public record Listing<T>(List<T> items, @Nullable String nextCursor) {
  public Listing {
    items = List.copyOf(items);
  }

  public static <T> Listing<T> of(List<T> items) {
    return new Listing<>(items, null);
  }
}
