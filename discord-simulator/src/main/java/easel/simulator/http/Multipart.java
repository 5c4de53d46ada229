package easel.simulator.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Takes a multipart/form-data body apart.
public final class Multipart {
  private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
  private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
  private static final Pattern FILENAME = Pattern.compile("filename=\"([^\"]*)\"");
  private static final Pattern TYPE = Pattern.compile("(?i)content-type:\\s*([^\\r\\n]+)");

  private Multipart() {}

  /// One field or file.
  public static final class Part {
    private final String name;
    private final @Nullable String filename;
    private final @Nullable String contentType;
    private final byte[] content;

    Part(String name, @Nullable String filename, @Nullable String contentType, byte[] content) {
      this.name = name;
      this.filename = filename;
      this.contentType = contentType;
      this.content = content;
    }

    public String name() {
      return name;
    }

    public @Nullable String filename() {
      return filename;
    }

    public @Nullable String contentType() {
      return contentType;
    }

    public byte[] content() {
      return content;
    }
  }

  /// The parts, none if the content type is not that of a form.
  public static List<Part> parts(@Nullable String contentType, byte[] body) {
    if (contentType == null || !contentType.startsWith("multipart/form-data")) {
      return List.of();
    }
    var boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      return List.of();
    }
    // Latin-1 keeps each byte one character, so positions in the text are positions in the bytes.
    var text = new String(body, StandardCharsets.ISO_8859_1);
    var delimiter = "--" + boundary.group(1);
    var parts = new ArrayList<Part>();
    var start = text.indexOf(delimiter);
    while (start >= 0) {
      var head = start + delimiter.length() + 2;
      var end = text.indexOf("\r\n" + delimiter, head - 2);
      var blank = text.indexOf("\r\n\r\n", head);
      if (end < 0 || blank < 0 || blank > end) {
        break;
      }
      var headers = new String(body, head, blank - head, StandardCharsets.UTF_8);
      var name = group(NAME, headers);
      if (name != null) {
        parts.add(
            new Part(
                name,
                group(FILENAME, headers),
                group(TYPE, headers),
                Arrays.copyOfRange(body, blank + 4, end)));
      }
      start = end + 2;
    }
    return parts;
  }

  private static @Nullable String group(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }
}
