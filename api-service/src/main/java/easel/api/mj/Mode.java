package easel.api.mj;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How fast Midjourney is to draw, as a path's prefix asks for it.
enum Mode {
  FAST,
  RELAX,
  TURBO;

  private static final Pattern PREFIX = Pattern.compile("/mj-(fast|relax|turbo)/mj/.*");
  // Midjourney reads a long dash as two short ones.
  private static final Pattern GIVEN =
      Pattern.compile("(?:^|\\s)(?:--|—|–)(?:fast|relax|turbo)(?=\\s|$)", Pattern.CASE_INSENSITIVE);

  /// @return null where the path has no such prefix
  static @Nullable Mode of(String path) {
    var matcher = PREFIX.matcher(path);
    return matcher.matches() ? valueOf(matcher.group(1).toUpperCase(Locale.ROOT)) : null;
  }

  /// The prompt with this mode as its parameter, unless it has one: what is written there was
  /// meant.
  @Nullable String addTo(@Nullable String prompt) {
    if (prompt == null || prompt.isBlank() || GIVEN.matcher(prompt).find()) {
      return prompt;
    }
    return prompt.strip() + " --" + name().toLowerCase(Locale.ROOT);
  }
}
