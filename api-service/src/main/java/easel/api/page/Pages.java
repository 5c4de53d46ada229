package easel.api.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;

/// Where the pages are. Everything else is the API's, which knows neither sessions nor cookies.
public final class Pages {
  public static final String SIGN_IN = "/sign-in";
  public static final String SIGN_OUT = "/sign-out";
  public static final String HOME = "/board";
  public static final String OPERATOR = "/operator";

  /// Where Spring Security sends what it refuses: shown in place of the page that was asked for.
  public static final String REFUSED = "/refused";

  private static final String[] OF_CUSTOMER = {HOME, "/make", "/jobs", "/accounts", "/webhooks"};

  private Pages() {}

  /// The patterns of the pages for which one must be signed in, as Spring MVC reads them.
  public static String[] signedIn() {
    return Stream.concat(Stream.of(OF_CUSTOMER), Stream.of(OPERATOR))
        .flatMap(path -> Stream.of(path, path + "/**"))
        .toArray(String[]::new);
  }

  /// The patterns of all pages, as a servlet container reads them.
  public static String[] all() {
    return Stream.concat(
            Stream.concat(Stream.of(OF_CUSTOMER), Stream.of(OPERATOR)).map(path -> path + "/*"),
            Stream.of("", SIGN_IN, SIGN_OUT))
        .toArray(String[]::new);
  }

  /// Whether a page is asked for, however its path is written: `/%6aobs` is `/jobs`.
  public static boolean isPage(HttpServletRequest request) {
    return isPage(pathOf(request));
  }

  /// Whether what pages look and act by is asked for, which is the same for everybody.
  static boolean isAsset(HttpServletRequest request) {
    var path = pathOf(request);
    return path.startsWith("/assets/") || path.startsWith("/webjars/");
  }

  /// The path as the container found who answers it: decoded, and without parameters.
  static String pathOf(HttpServletRequest request) {
    var rest = request.getPathInfo();
    return rest == null ? request.getServletPath() : request.getServletPath() + rest;
  }

  private static boolean isPage(String path) {
    return path.equals("/")
        || path.equals(SIGN_IN)
        || path.equals(SIGN_OUT)
        || path.equals(REFUSED)
        || isIn(path, OPERATOR)
        || Stream.of(OF_CUSTOMER).anyMatch(page -> isIn(path, page));
  }

  private static boolean isIn(String path, String page) {
    return path.equals(page) || path.startsWith(page + "/");
  }

  /// Whether a script of a page asks for a part of it.
  public static boolean isPart(HttpServletRequest request) {
    return request.getHeader("HX-Request") != null;
  }

  /// Shows an answer to a script as a notice, instead of where the part was to be.
  public static void toNotices(HttpServletResponse response) {
    response.setHeader("HX-Retarget", "#notices");
    // Instead of what was told before: a part that is asked for again and again would pile it up.
    response.setHeader("HX-Reswap", "innerHTML");
  }

  /// Has a page that was only asked for come back by itself, until it can be shown. What was sent
  /// is not sent again.
  ///
  /// @return whether it comes back
  public static boolean comeBack(HttpServletRequest request, HttpServletResponse response) {
    var isAsked = HttpMethod.GET.matches(request.getMethod());
    if (isAsked) {
      response.setHeader("Refresh", "3");
    }
    return isAsked;
  }
}
