package easel.api.page;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Lets the page use what is its own and nothing else: a key typed into it can go nowhere but here.
@Component
class PageHeaders extends OncePerRequestFilter {
  private static final String OWN_ONLY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    if (isOurs(request.getRequestURI())) {
      response.setHeader("Content-Security-Policy", OWN_ONLY);
      response.setHeader("Cache-Control", "no-cache");
    }
    chain.doFilter(request, response);
  }

  // The page of the API's documentation brings styles of its own.
  private static boolean isOurs(String path) {
    return path.equals("/") || path.equals("/index.html") || path.startsWith("/easel.");
  }
}
