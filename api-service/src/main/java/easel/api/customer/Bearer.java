package easel.api.customer;

import easel.api.http.Problem;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/// The key that comes with a request.
final class Bearer {
  private static final String SCHEME = "Bearer ";
  // Where clients of the dialect /mj have their key; some put the scheme before it all the same.
  private static final String SECRET = "mj-api-secret";

  private Bearer() {}

  static String of(HttpServletRequest request) {
    var header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !hasScheme(header)) {
      throw unauthorized();
    }
    return header.substring(SCHEME.length()).strip();
  }

  /// The same for customers, who may have it in the header of the dialect /mj.
  static String ofCustomer(HttpServletRequest request) {
    var secret = request.getHeader(SECRET);
    if (secret == null || secret.isBlank()) {
      return of(request);
    }
    return (hasScheme(secret) ? secret.substring(SCHEME.length()) : secret).strip();
  }

  private static boolean hasScheme(String header) {
    return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  static Problem unauthorized() {
    return Problem.of(
        HttpStatus.UNAUTHORIZED,
        "unauthorized",
        "A valid key is expected in the header 'Authorization: Bearer <key>'.");
  }
}
