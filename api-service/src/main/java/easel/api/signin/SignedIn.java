package easel.api.signin;

import easel.api.audit.Actor;
import easel.api.customer.CustomerAuthentication;
import easel.api.customer.SignIns;
import easel.api.page.Pages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Looks at the key of a session again with each request, lets in whose it is, and ends a session
/// whose key lets in no more.
@Component
class SignedIn implements HandlerInterceptor, WebMvcConfigurer {
  private static final String VISITOR = "visitor";

  /// Who is signed in, as the frame around every page shows it.
  ///
  /// @param name the customer's, or what the operator is called
  public record Visitor(String name, boolean operator) {}

  private final SignIns signIns;

  SignedIn(SignIns signIns) {
    this.signIns = signIns;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns(Pages.signedIn());
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws IOException {
    var session = request.getUserPrincipal();
    if (session != null && letIn(request, session.getName())) {
      return true;
    }
    var held = request.getSession(false);
    if (held != null) {
      held.invalidate();
    }
    var signIn = Pages.SIGN_IN + "?ended";
    ToSignIn.send(signIn, request, response);
    return false;
  }

  /// Has the frame of a page show who is signed in, where nobody need be.
  void show(HttpServletRequest request) {
    var session = request.getUserPrincipal();
    if (session != null) {
      var _ = letIn(request, session.getName());
    }
  }

  private boolean letIn(HttpServletRequest request, String session) {
    if (SignIns.isOperators(session)) {
      if (!signIns.isOperator(session)) {
        return false;
      }
      request.setAttribute(VISITOR, new Visitor("Operator", true));
      Actor.operator(request);
      return true;
    }
    var customer = signIns.customer(session);
    customer.ifPresent(
        known -> {
          request.setAttribute(VISITOR, new Visitor(known.name(), false));
          CustomerAuthentication.letIn(request, known);
          Actor.customer(request, SignIns.keyOf(session));
        });
    return customer.isPresent();
  }
}
