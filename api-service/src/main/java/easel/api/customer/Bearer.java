package easel.api.customer;

import easel.api.http.Problem;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/// The key of a request, from its `Authorization` header.
final class Bearer {
  private static final String SCHEME = "Bearer ";

  private Bearer() {}

  static String of(HttpServletRequest request) {
    var header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw unauthorized();
    }
    return header.substring(SCHEME.length()).strip();
  }

  static Problem unauthorized() {
    return Problem.of(
        HttpStatus.UNAUTHORIZED,
        "unauthorized",
        "A valid key is expected in the header 'Authorization: Bearer <key>'.");
  }
}
