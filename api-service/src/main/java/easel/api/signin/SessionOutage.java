package easel.api.signin;

import easel.api.http.Passing;
import easel.api.http.PlainPage;
import easel.api.http.Problem;
import easel.api.page.Pages;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Says so on the pages while sessions cannot be read, as they are in PostgreSQL; the page comes
/// back by itself.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
class SessionOutage extends OncePerRequestFilter {
  private static final String AWAY =
      "Easel's database does not answer. Jobs that were accepted are kept. ";
  private static final String COMES_BACK = "This page comes back by itself.";
  private static final String SENT =
      "Whether what you sent was done is not known: go back, and look before you send it again.";
  private static final String PART =
      "<p class=\"notice bad\" role=\"alert\">Easel's database does not answer. Whether what you"
          + " sent was done is not known: look before you send it again.</p>";

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !Pages.isPage(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      chain.doFilter(request, response);
    } catch (RuntimeException failed) {
      if (response.isCommitted() || !passes(failed)) {
        throw failed;
      }
      response.resetBuffer();
      response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
      response.setHeader(HttpHeaders.RETRY_AFTER, "2");
      response.setContentType(PlainPage.TYPE.toString());
      response.getOutputStream().write(said(request, response).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String said(HttpServletRequest request, HttpServletResponse response) {
    if (Pages.isPart(request)) {
      Pages.toNotices(response);
      return PART;
    }
    var comesBack = Pages.comeBack(request, response);
    return PlainPage.of(
        HttpStatus.SERVICE_UNAVAILABLE, "Not now", AWAY + (comesBack ? COMES_BACK : SENT));
  }

  private static boolean passes(RuntimeException failed) {
    return failed instanceof Problem problem
        ? problem.status() == HttpStatus.SERVICE_UNAVAILABLE
        : Passing.of(failed) != null;
  }
}
