package easel.api.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import easel.api.http.BodyTooLarge;
import easel.api.http.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.InvalidFileNameException;
import org.apache.tomcat.util.http.fileupload.UploadContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

/// A form that was sent with files. Where it is too large, what was typed is there all the same: it
/// comes before the files, which a page puts last in its form.
public final class SentForm {
  /// The problem of a form that is larger than it may be.
  public static final String TOO_LARGE = "body-too-large";

  private static final String ATTRIBUTE = SentForm.class.getName();
  private static final SentForm WITHOUT_FILES = new SentForm();
  private static final String MULTIPART = "multipart/form-data";
  private static final String TAKES_FILES = "/make/";
  private static final int MOST_PARTS = 100;
  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  private final Map<String, List<String>> typed = new LinkedHashMap<>();
  private final List<SentFile> files = new ArrayList<>();
  private @Nullable Problem refusal;

  private SentForm() {}

  /// Whether a request sends a form in a way that only forms with files have.
  public static boolean isSentBy(HttpServletRequest request) {
    var type = request.getContentType();
    return HttpMethod.POST.matches(request.getMethod())
        && type != null
        && type.toLowerCase(Locale.ROOT).startsWith(MULTIPART)
        && Pages.pathOf(request).startsWith(TAKES_FILES);
  }

  /// Reads what a request sends.
  ///
  /// @return the request, which has what was typed as its parameters
  public static HttpServletRequest read(HttpServletRequest request) throws IOException {
    var form = new SentForm();
    form.take(form.body(request), request);
    request.setAttribute(ATTRIBUTE, form);
    return new WithTyped(request, form.typed);
  }

  /// What was read of a request, which may have sent no files.
  public static SentForm of(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof SentForm form ? form : WITHOUT_FILES;
  }

  /// The files, in the order in which they were chosen.
  ///
  /// @throws Problem if not all was read that was sent
  public List<SentFile> files() {
    if (refusal != null) {
      throw refusal;
    }
    return List.copyOf(files);
  }

  private byte[] body(HttpServletRequest request) throws IOException {
    var body = new ByteArrayOutputStream();
    try (var sent = request.getInputStream()) {
      var _ = sent.transferTo(body);
    } catch (BodyTooLarge tooLarge) {
      refusal =
          Problem.of(
              HttpStatus.CONTENT_TOO_LARGE,
              TOO_LARGE,
              "All that is sent together must not exceed %s: choose fewer files, or smaller ones."
                  .formatted(size(tooLarge.most())));
    } catch (Problem busy) {
      refusal = busy;
    }
    return body.toByteArray();
  }

  private void take(byte[] body, HttpServletRequest request) {
    var reader = new FileUpload();
    reader.setHeaderEncoding(UTF_8.name());
    try {
      var parts = reader.getItemIterator(new Body(request.getContentType(), body));
      for (int i = 0; parts.hasNext(); i++) {
        if (i == MOST_PARTS) {
          throw new IOException("expected at most %d parts".formatted(MOST_PARTS));
        }
        take(parts.next());
      }
    } catch (IOException | InvalidFileNameException _) {
      // What was refused before is cut off where it was.
      if (refusal == null) {
        refusal =
            Problem.of(
                HttpStatus.BAD_REQUEST,
                "unreadable-form",
                "What was sent cannot be read to its end; nothing was done. Send it again.");
      }
    }
  }

  private void take(FileItemStream part) throws IOException {
    var field = part.getFieldName();
    if (field == null) {
      throw new IOException("expected a part with a name");
    }
    try (var sent = part.openStream()) {
      var content = sent.readAllBytes();
      if (part.isFormField()) {
        typed.computeIfAbsent(field, _ -> new ArrayList<>()).add(new String(content, UTF_8));
      } else if (!part.getName().isEmpty()) { // else nothing was chosen
        files.add(new SentFile(part.getName(), content));
      }
    }
  }

  private static String size(int bytes) {
    return bytes % MIB == 0 ? bytes / MIB + " MiB" : bytes / KIB + " KiB";
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Body(String type, byte[] content) implements UploadContext {
    @Override
    public String getCharacterEncoding() {
      return UTF_8.name();
    }

    @Override
    public String getContentType() {
      return type;
    }

    @Override
    public long contentLength() {
      return content.length;
    }

    @Override
    public InputStream getInputStream() {
      return new ByteArrayInputStream(content);
    }
  }

  private static final class WithTyped extends HttpServletRequestWrapper {
    private final Map<String, String[]> typed = new LinkedHashMap<>();

    WithTyped(HttpServletRequest request, Map<String, List<String>> typed) {
      super(request);
      typed.forEach((field, values) -> this.typed.put(field, values.toArray(String[]::new)));
    }

    @Override
    public @Nullable String getParameter(String name) {
      var values = typed.get(name);
      return values == null ? null : values[0];
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
      return typed.get(name);
    }

    @Override
    public Map<String, String[]> getParameterMap() {
      return Collections.unmodifiableMap(typed);
    }

    @Override
    public Enumeration<String> getParameterNames() {
      return Collections.enumeration(typed.keySet());
    }
  }
}
