package easel.api.signin;

import easel.api.page.Pages;
import easel.api.page.SentForm;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Reads forms with files before their token is looked for, which is among what was typed; but of
/// nobody who is not signed in, as they may be large.
final class FormsWithFiles extends OncePerRequestFilter {
  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !SentForm.isSentBy(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (SecurityContextHolder.getContext().getAuthentication() == null) {
      ToSignIn.send(Pages.SIGN_IN, request, response);
      return;
    }
    chain.doFilter(SentForm.read(request), response);
  }
}
