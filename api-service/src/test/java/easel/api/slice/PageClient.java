package easel.api.slice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.FormElement;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Uses the pages as a browser does: keeps cookies, sends the forms that it finds in them, and
/// follows where they lead. What htmx would ask for is asked for as htmx does.
final class PageClient {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MOST_REDIRECTS = 5;
  private static final String BOUNDARY = "----what-no-picture-holds";

  /// @param uri where it came from, after all redirects that were followed
  record Answer(int status, URI uri, String body, HttpHeaders headers) {
    /// A part of a page is read as one too.
    Document page() {
      return Jsoup.parse(body, uri.toString());
    }

    /// What a person reads, without the markup.
    String text() {
      return page().text();
    }

    /// What the page says about what was done last.
    String notice() {
      return page().select(".notice").text();
    }

    /// What stands beside a field that was not taken, by the field's name.
    String error(String field) {
      return page().select("#" + field + "-error").text();
    }

    String path() {
      return uri.getPath();
    }

    Optional<String> header(String name) {
      return headers.firstValue(name);
    }

    boolean isRedirect() {
      return status / 100 == 3;
    }

    private FormElement form(String action) {
      return page().forms().stream()
          .filter(form -> form.attr("action").equals(action) || form.attr("hx-post").equals(action))
          .findFirst()
          .orElseThrow(
              () ->
                  new AssertionError(
                      "expected a form for %s at %s (%d), got those for %s"
                          .formatted(
                              action,
                              uri,
                              status,
                              page().forms().stream()
                                  .map(form -> form.attr("action") + form.attr("hx-post"))
                                  .toList())));
    }
  }

  private record Field(String name, String value) {
    String encoded() {
      return URLEncoder.encode(name, UTF_8) + "=" + URLEncoder.encode(value, UTF_8);
    }
  }

  /// A file that is chosen in a form.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Chosen(String field, String name, byte[] content) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Body(String type, byte[] content) {
    static Body of(List<Field> fields) {
      var encoded = fields.stream().map(Field::encoded).collect(Collectors.joining("&"));
      return new Body("application/x-www-form-urlencoded", encoded.getBytes(UTF_8));
    }

    static Body of(List<Field> fields, List<Chosen> files) {
      var content = new ByteArrayOutputStream();
      for (var field : fields) {
        begin(content, "name=\"%s\"".formatted(field.name()));
        content.writeBytes(field.value().getBytes(UTF_8));
      }
      for (var file : files) {
        begin(content, "name=\"%s\"; filename=\"%s\"".formatted(file.field(), file.name()));
        content.writeBytes(file.content());
      }
      content.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
      return new Body("multipart/form-data; boundary=" + BOUNDARY, content.toByteArray());
    }

    private static void begin(ByteArrayOutputStream content, String disposition) {
      content.writeBytes(
          "\r\n--%s\r\nContent-Disposition: form-data; %s\r\n\r\n"
              .formatted(BOUNDARY, disposition)
              .getBytes(UTF_8));
    }
  }

  private final URI base;
  private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
  private final HttpClient client =
      HttpClient.newBuilder()
          .cookieHandler(cookies)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  PageClient(URI base) {
    this.base = base;
  }

  /// Signed in as the customer.
  static PageClient of(TestCustomer customer) {
    return new PageClient(customer.http().base()).signIn(customer.http().key());
  }

  /// The same customer at another instance.
  static PageClient of(TestCustomer customer, URI instance) {
    return new PageClient(instance).signIn(customer.http().key());
  }

  /// Signed in as the operator.
  static PageClient ofOperator(TestApi api) {
    return new PageClient(api.operator().base()).signIn(TestApi.OPERATOR);
  }

  /// The same browser's cookies, wherever they are sent.
  PageClient copyAt(URI elsewhere) {
    var copy = new PageClient(elsewhere);
    cookies.getCookieStore().getCookies().forEach(cookie -> copy.keep((HttpCookie) cookie.clone()));
    return copy;
  }

  /// Has a cookie that Easel did not set.
  void keep(String name, String value) {
    var cookie = new HttpCookie(name, value);
    cookie.setPath("/");
    cookie.setVersion(0);
    keep(cookie);
  }

  private void keep(HttpCookie cookie) {
    cookies.getCookieStore().add(base, cookie);
  }

  /// As a browser sends them with each request.
  String cookies() {
    return cookies.getCookieStore().getCookies().stream()
        .map(cookie -> cookie.getName() + "=" + cookie.getValue())
        .collect(Collectors.joining("; "));
  }

  PageClient signIn(String key) {
    var answer = submit("/sign-in", "/sign-in", "key", key);
    assertThat(answer.path()).as("signed in: " + answer.text()).isNotEqualTo("/sign-in");
    return this;
  }

  /// Asks for the page and follows no redirect.
  Answer get(String path) {
    return request("GET", path, null);
  }

  /// Asks for the page and follows where it leads.
  Answer open(String path) {
    return follow(get(path));
  }

  /// Opens a page, fills the form in it that is sent to `action`, sends it, and follows where it
  /// leads.
  ///
  /// @param fields names and values of what is typed or chosen; all others stay as the page has
  ///   them
  Answer submit(String page, String action, String... fields) {
    return submit(open(page), action, fields);
  }

  /// Fills the form of a page, as a browser without scripts does, and follows where it leads.
  Answer submit(Answer page, String action, String... fields) {
    return follow(send(page, action, fields));
  }

  /// The same, with files that were chosen.
  Answer submit(Answer page, String action, List<Chosen> files, String... fields) {
    return follow(request("POST", action, body(page.form(action), files, fields)));
  }

  /// The same, and follows no redirect.
  Answer send(Answer page, String action, String... fields) {
    return request("POST", action, body(page.form(action), List.of(), fields));
  }

  private static Body body(FormElement form, List<Chosen> files, String... given) {
    var fields = filled(form, given);
    if (!form.attr("enctype").equals("multipart/form-data")) {
      return Body.of(fields);
    }
    var places = form.select("input[type=file]").eachAttr("name");
    assertThat(places)
        .as("fields of files")
        .containsAll(files.stream().map(Chosen::field).toList());
    var typed = fields.stream().filter(field -> !places.contains(field.name())).toList();
    // Where nothing is chosen a browser sends a file without a name.
    var nothing = places.stream().map(place -> new Chosen(place, "", new byte[0])).toList();
    return Body.of(typed, files.isEmpty() ? nothing : files);
  }

  /// Sends a form of a page as htmx does, and follows no redirect.
  Answer submitPart(Answer page, String action, String... fields) {
    return part("POST", page, action, Body.of(filled(page.form(action), fields)));
  }

  /// Asks for a part as htmx does on this page.
  Answer getPart(Answer page, String path) {
    return part("GET", page, path, null);
  }

  /// Posts as htmx does on this page from a button outside of all forms.
  Answer postPart(Answer page, String path, String... fields) {
    return part("POST", page, path, Body.of(pairs(fields)));
  }

  /// Posts what no page has a form for: without the token of any, unless it is among the fields.
  Answer post(String path, String... fields) {
    return request("POST", path, Body.of(pairs(fields)));
  }

  /// The same in the way in which forms with files are sent.
  Answer post(String path, List<Chosen> files, String... fields) {
    return request("POST", path, Body.of(pairs(fields), files));
  }

  private Answer part(String method, Answer page, String path, @Nullable Body body) {
    var headers =
        new ArrayList<>(List.of("HX-Request", "true", "HX-Current-URL", page.uri().toString()));
    for (var more : JSON.readTree(page.page().body().attr("hx-headers")).properties()) {
      headers.addAll(List.of(more.getKey(), more.getValue().asString()));
    }
    return request(method, path, body, headers.toArray(String[]::new));
  }

  /// Asks for a picture as a page does that shows it.
  HttpResponse<byte[]> picture(String path) {
    return send(HttpRequest.newBuilder(base.resolve(path)).build(), BodyHandlers.ofByteArray());
  }

  /// Asks for a stream of events as the script of a page does.
  HttpResponse<InputStream> stream(String path) {
    var request = HttpRequest.newBuilder(base.resolve(path)).header("Accept", "text/event-stream");
    return send(request.build(), BodyHandlers.ofInputStream());
  }

  private Answer request(String method, String path, @Nullable Body body, String... headers) {
    var uri = base.resolve(path);
    var request =
        HttpRequest.newBuilder(uri)
            .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(body.content()));
    if (body != null) {
      request.header("Content-Type", body.type());
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    var response = send(request.build(), BodyHandlers.ofString());
    return new Answer(response.statusCode(), uri, response.body(), response.headers());
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
    try {
      return client.send(request, body);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private Answer follow(Answer first) {
    var answer = first;
    for (int i = 0; answer.isRedirect(); i++) {
      assertThat(i).as("redirects up to " + answer.uri()).isLessThan(MOST_REDIRECTS);
      var next = answer.uri().resolve(answer.header("Location").orElseThrow());
      assertThat(next.getAuthority()).as("stays here").isEqualTo(base.getAuthority());
      answer = request("GET", next.toString(), null);
    }
    return answer;
  }

  private static List<Field> filled(FormElement form, String... given) {
    var typed = pairs(given);
    var names = typed.stream().map(Field::name).collect(Collectors.toSet());
    assertThat(form.select("[name]").eachAttr("name"))
        .as("fields of the form for " + form.attr("action"))
        .containsAll(names);
    var fields = new ArrayList<Field>();
    form.formData().stream()
        .filter(field -> !names.contains(field.key()))
        .forEach(field -> fields.add(new Field(field.key(), field.value())));
    fields.addAll(typed);
    return fields;
  }

  private static List<Field> pairs(String... given) {
    assertThat(given.length % 2).as("each field has a name and a value").isZero();
    var fields = new ArrayList<Field>();
    for (int i = 0; i < given.length; i += 2) {
      fields.add(new Field(given[i], given[i + 1]));
    }
    return fields;
  }
}
