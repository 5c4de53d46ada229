package easel.api.signin;

import easel.api.http.Passing;
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
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Says so on the pages while sessions cannot be read, as they are in PostgreSQL; the page comes
/// back by itself.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
class SessionOutage extends OncePerRequestFilter {
  private static final ClassPathResource PAGE = new ClassPathResource("unavailable.html");

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
      response.setContentType(MediaType.TEXT_HTML_VALUE);
      response.setCharacterEncoding(StandardCharsets.UTF_8);
      response.getOutputStream().write(PAGE.getContentAsByteArray());
    }
  }

  private static boolean passes(RuntimeException failed) {
    return failed instanceof Problem problem
        ? problem.status() == HttpStatus.SERVICE_UNAVAILABLE
        : Passing.of(failed) != null;
  }
}
