package easel.api.signin;

import easel.api.customer.SignIns;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
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
        signIns.begin(key).orElseThrow(() -> new BadCredentialsException("The key is not known."));
    var role = SignIns.isOperators(session) ? OPERATOR : CUSTOMER;
    return UsernamePasswordAuthenticationToken.authenticated(
        session, null, AuthorityUtils.createAuthorityList("ROLE_" + role));
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return authentication == UsernamePasswordAuthenticationToken.class;
  }
}
