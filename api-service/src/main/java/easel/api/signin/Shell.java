package easel.api.signin;

import easel.api.customer.CustomerAuthentication;
import easel.api.page.Page;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/// What the frame around every page shows.
@ControllerAdvice(annotations = Page.class)
class Shell {
  /// Who is signed in.
  ///
  /// @param name the customer's, or what the operator is called
  record Visitor(String name, boolean operator) {}

  @ModelAttribute("visitor")
  @Nullable Visitor visitor(HttpServletRequest request) {
    if (request.isUserInRole(KeyProvider.OPERATOR)) {
      return new Visitor("Operator", true);
    }
    if (request.isUserInRole(KeyProvider.CUSTOMER)) {
      var customer = CustomerAuthentication.customerOf(request);
      return new Visitor(customer.name(), false);
    }
    return null;
  }
}
