package easel.api.signin;

import easel.api.customer.SignIns;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.BooleanSupplier;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.stereotype.Component;

/// Tells of a request that is long under way whether its customer still is signed in.
@Component
public class StillSignedIn {
  private final SignIns signIns;
  private final SessionRepository<? extends Session> sessions;

  StillSignedIn(SignIns signIns, SessionRepository<? extends Session> sessions) {
    this.signIns = signIns;
    this.sessions = sessions;
  }

  /// Looks anew each time: at the key, which may have been revoked, and at the session.
  public BooleanSupplier with(HttpServletRequest request) {
    var name = request.getUserPrincipal().getName();
    var session = request.getSession().getId();
    return () -> isSignedIn(name, session);
  }

  private boolean isSignedIn(String name, String session) {
    try {
      return signIns.customer(name).isPresent() && sessions.findById(session) != null;
    } catch (RuntimeException _) {
      return true; // nobody can tell now
    }
  }
}
