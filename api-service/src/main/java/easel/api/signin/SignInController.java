package easel.api.signin;

import easel.api.customer.SignIns;
import easel.api.page.Page;
import easel.api.page.Pages;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;

/// The page that asks for a key. What answers its form is Spring Security.
@Page
class SignInController {
  @GetMapping(Pages.SIGN_IN)
  String signIn() {
    return "sign-in";
  }

  @GetMapping("/")
  String first(@Nullable Principal session) {
    return "redirect:"
        + (session != null && SignIns.isOperators(session.getName())
            ? Pages.OPERATOR
            : Pages.HOME);
  }
}
