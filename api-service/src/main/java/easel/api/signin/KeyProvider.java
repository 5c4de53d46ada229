package easel.api.signin;

import easel.api.customer.SignIns;
import easel.api.http.Problem;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/// Lets in whoever has a key: a customer's opens the customer's pages, the operator's the
/// operator's. What is remembered is the name of the session, which holds no secret.
@Component
class KeyProvider implements AuthenticationProvider {
  static final String CUSTOMER = "CUSTOMER";
  static final String OPERATOR = "OPERATOR";

  private final SignIns signIns;

  KeyProvider(SignIns signIns) {
    this.signIns = signIns;
  }

  @Override
  public Authentication authenticate(Authentication given) {
    var key = String.valueOf(given.getCredentials()).strip();
    var session =
        begin(key, addressOf(given))
            .orElseThrow(() -> new BadCredentialsException("The key is not known."));
    var role = SignIns.isOperators(session) ? OPERATOR : CUSTOMER;
    return UsernamePasswordAuthenticationToken.authenticated(
        session, null, AuthorityUtils.createAuthorityList("ROLE_" + role));
  }

  private Optional<String> begin(String key, String address) {
    try {
      return signIns.begin(key, address);
    } catch (Problem refused) {
      if (refused.status() == HttpStatus.TOO_MANY_REQUESTS) {
        throw new LockedException(refused.detail());
      }
      throw refused;
    }
  }

  private static String addressOf(Authentication given) {
    return given.getDetails() instanceof WebAuthenticationDetails details
        ? String.valueOf(details.getRemoteAddress())
        : "unknown";
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return authentication == UsernamePasswordAuthenticationToken.class;
  }
}
