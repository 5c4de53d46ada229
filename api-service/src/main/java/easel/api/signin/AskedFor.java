package easel.api.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import easel.api.page.Pages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;
import org.springframework.web.util.WebUtils;

/// The page that was asked for before the sign-in, in a cookie: nothing is kept here for who is not
/// signed in. Only where it is in Easel, so that it leads nowhere else, by whatever name Easel is
/// reached.
final class AskedFor implements RequestCache {
  private static final String COOKIE = "REDIRECT_URI";

  // A cookie comes with each request, all of whose headers together have 8 KB.
  private static final int LONGEST = 2_000;

  private final SecureCookies cookies;

  AskedFor(SecureCookies cookies) {
    this.cookies = cookies;
  }

  @Override
  public void saveRequest(HttpServletRequest request, HttpServletResponse response) {
    var query = request.getQueryString();
    var address = query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query;
    if (isPage(request) && isOwn(address) && address.length() <= LONGEST) {
      var kept = Base64.getUrlEncoder().withoutPadding().encodeToString(address.getBytes(UTF_8));
      set(kept, Duration.ofSeconds(-1), request, response); // as long as the browser runs
    }
  }

  // Not a part of one, nor a picture or a stream, nor what a form sent.
  private static boolean isPage(HttpServletRequest request) {
    var accept = request.getHeader(HttpHeaders.ACCEPT);
    return request.getMethod().equals("GET")
        && !Pages.isPart(request)
        && accept != null
        && accept.contains(MediaType.TEXT_HTML_VALUE);
  }

  // With a second slash it would name another host; to browsers, a backslash is one.
  private static boolean isOwn(String address) {
    return address.startsWith("/") && !address.startsWith("//") && !address.startsWith("/\\");
  }

  @Override
  public @Nullable SavedRequest getRequest(
      HttpServletRequest request, HttpServletResponse response) {
    var cookie = WebUtils.getCookie(request, COOKIE);
    var address = cookie == null ? "" : decoded(cookie.getValue());
    return isOwn(address) ? new SimpleSavedRequest(address) : null;
  }

  private static String decoded(String kept) {
    try {
      return new String(Base64.getUrlDecoder().decode(kept), UTF_8);
    } catch (IllegalArgumentException _) {
      return ""; // not of ours
    }
  }

  /// Nothing is sent again: the page is asked for anew.
  @Override
  public @Nullable HttpServletRequest getMatchingRequest(
      HttpServletRequest request, HttpServletResponse response) {
    return null;
  }

  @Override
  public void removeRequest(HttpServletRequest request, HttpServletResponse response) {
    if (WebUtils.getCookie(request, COOKIE) != null) {
      set("", Duration.ZERO, request, response);
    }
  }

  private void set(
      String value, Duration age, HttpServletRequest request, HttpServletResponse response) {
    var cookie =
        ResponseCookie.from(COOKIE, value)
            .path("/")
            .httpOnly(true)
            .sameSite("Lax")
            .secure(cookies.with(request))
            .maxAge(age)
            .build();
    response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
  }
}
