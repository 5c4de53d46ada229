package easel.api.picture;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Tells a video from a picture by its link: Discord's links end with the name of the file.
public final class Video {
  private static final Pattern LINK = Pattern.compile("[^?#]+\\.mp4(?:[?#].*)?");

  private Video() {}

  /// @param link Discord's, null where there is nothing
  public static boolean isAt(@Nullable String link) {
    return link != null && LINK.matcher(link).matches();
  }
}
