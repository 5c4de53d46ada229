package easel.api.signin;

import easel.api.page.Pages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/// Sends who is not signed in to the page that asks for a key; a script takes its whole page there.
final class ToSignIn implements AuthenticationEntryPoint {
  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
      throws IOException {
    send(Pages.SIGN_IN, request, response);
  }

  static void send(String signIn, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (Pages.isPart(request)) {
      response.setHeader("HX-Redirect", signIn);
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    } else if (isStream(request)) {
      response.setStatus(HttpServletResponse.SC_UNAUTHORIZED); // a reader would come back for ever
    } else {
      response.sendRedirect(signIn);
    }
  }

  private static boolean isStream(HttpServletRequest request) {
    var accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept != null && accept.contains(MediaType.TEXT_EVENT_STREAM_VALUE);
  }
}
