package easel.api.signin;

import easel.api.customer.SignIns;
import easel.api.http.Problem;
import easel.api.page.Page;
import easel.api.page.Pages;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.WebAttributes;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The page that asks for a key. What answers its form is Spring Security.
@Page
class SignInPages {
  private final SignedIn signedIn;

  SignInPages(SignedIn signedIn) {
    this.signedIn = signedIn;
  }

  /// Other pages learn here whether their session holds: then the frame shows who is signed in.
  @GetMapping(Pages.SIGN_IN)
  String signIn(@RequestParam Map<String, String> why, Model model, HttpServletRequest request) {
    signedIn.show(request);
    model.addAttribute("why", why.keySet());
    return "sign-in";
  }

  // Whose page is the first is known with the key alone.
  @GetMapping("/")
  String first(@Nullable Principal session) {
    if (session == null) {
      return "redirect:" + Pages.SIGN_IN;
    }
    return "redirect:" + (SignIns.isOperators(session.getName()) ? Pages.OPERATOR : Pages.HOME);
  }

  @RequestMapping(Pages.REFUSED)
  String refused(
      HttpServletRequest request,
      @RequestAttribute(name = WebAttributes.ACCESS_DENIED_403, required = false)
          @Nullable AccessDeniedException refused) {
    signedIn.show(request);
    if (refused instanceof CsrfException) {
      throw Problem.of(
          HttpStatus.FORBIDDEN,
          "page-too-old",
          "The form was not sent by a page of Easel, or that page was too old. Nothing was changed:"
              + " go back, load the page anew and try again.");
    }
    throw Problem.of(
        HttpStatus.FORBIDDEN,
        "another-key",
        "The key that you signed in with does not open this page. Sign out, then sign in with the"
            + " key that does.");
  }
}
