package easel.api.account;

import easel.api.http.Problem;
import easel.api.page.Form;
import easel.api.page.Pages;
import easel.api.page.Span;
import easel.api.plan.MidjourneyPlan;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.support.RequestContextUtils;

/// Pages of linked accounts, whoever's they are. Every account is looked up with its owner; tokens
/// go in and never come out.
abstract class AccountPages {
  private static final String ACCOUNT = "accounts/account";
  private static final String LINK = "accounts/link";
  private static final String ERRORS = "accounts/parts :: errors";

  /// What a form asks for; answers with a view, or null where the answer is complete.
  private interface Work {
    @Nullable String run();
  }

  private final Accounts accounts;
  private final Duration patience;
  private final Function<HttpServletRequest, Whose> owner;

  AccountPages(Accounts accounts, Duration patience, Function<HttpServletRequest, Whose> owner) {
    this.accounts = accounts;
    this.patience = patience;
    this.owner = owner;
  }

  @ModelAttribute("whose")
  Whose whose(HttpServletRequest request) {
    return owner.apply(request);
  }

  @ModelAttribute("plans")
  MidjourneyPlan[] plans() {
    return MidjourneyPlan.values();
  }

  @ModelAttribute("patience")
  String patience() {
    return Span.rough(patience);
  }

  @GetMapping
  String list(@ModelAttribute(name = "whose", binding = false) Whose whose, Model model) {
    model.addAttribute("accounts", shown(whose));
    return "accounts/list";
  }

  @GetMapping("/state")
  String listed(@ModelAttribute(name = "whose", binding = false) Whose whose, Model model) {
    model.addAttribute("accounts", shown(whose));
    return "accounts/list :: rows";
  }

  @GetMapping("/link")
  String form() {
    return LINK;
  }

  @PostMapping("/link")
  @Nullable String link(
      @ModelAttribute(name = "whose", binding = false) Whose whose,
      @RequestParam Map<String, String> sent,
      Model model,
      HttpServletRequest request,
      HttpServletResponse response) {
    var typed = new Typed(sent);
    return taken(
        () -> {
          var account = accounts.link(whose.id(), LinkRequest.of(typed.newAccount()));
          return to(
              whose.pathOf(account.id().value()),
              "Linked. Easel connects to Discord now; it takes jobs as soon as it is ready.",
              request,
              response);
        },
        () -> {
          invite(typed, model);
          return LINK;
        },
        typed,
        Typed.OF_LINKING,
        model,
        request,
        response);
  }

  /// The invitation of a bot that is being typed; a token is read and kept nowhere.
  @PostMapping("/invitation")
  String invitation(
      @RequestParam Map<String, String> sent, Model model, HttpServletRequest request) {
    var typed = new Typed(sent);
    invite(typed, model);
    model.addAttribute("typed", typed.shown());
    return Pages.isPart(request) ? "accounts/parts :: invitation" : LINK;
  }

  @GetMapping("/{id}")
  String account(
      @ModelAttribute(name = "whose", binding = false) Whose whose,
      @PathVariable long id,
      Model model) {
    show(whose, id, model);
    return ACCOUNT;
  }

  @GetMapping("/{id}/state")
  String state(
      @ModelAttribute(name = "whose", binding = false) Whose whose,
      @PathVariable long id,
      Model model) {
    require(whose, id, model);
    return ACCOUNT + " :: state";
  }

  /// Changes one thing of an account, as one of the forms of its page asks.
  @PostMapping("/{id}/{path}")
  @Nullable String change(
      @ModelAttribute(name = "whose", binding = false) Whose whose,
      @PathVariable long id,
      @PathVariable String path,
      @RequestParam Map<String, String> sent,
      Model model,
      HttpServletRequest request,
      HttpServletResponse response) {
    var form = AccountForm.at(path);
    var typed = new Typed(sent);
    return taken(
        () -> {
          var edit = form.edit().apply(typed);
          var account = accounts.change(whose.id(), Accounts.idOf(id), edit);
          if (form.equals(AccountForm.LIMIT) && Pages.isPart(request)) {
            model.addAttribute("limit", account.concurrency());
            return "accounts/parts :: limit-holds";
          }
          return to(whose.pathOf(id), form.notice().apply(account), request, response);
        },
        () -> {
          show(whose, id, model);
          return ACCOUNT;
        },
        typed,
        form.fields(),
        model,
        request,
        response);
  }

  @GetMapping("/{id}/unlink")
  String unlinking(
      @ModelAttribute(name = "whose", binding = false) Whose whose,
      @PathVariable long id,
      Model model,
      HttpServletRequest request) {
    require(whose, id, model);
    model.addAttribute("unlinking", accounts.unlinking(whose.id(), Accounts.idOf(id)));
    return Pages.isPart(request) ? "accounts/unlink :: fate" : "accounts/unlink";
  }

  @PostMapping("/{id}/unlink")
  @Nullable String unlink(
      @ModelAttribute(name = "whose", binding = false) Whose whose,
      @PathVariable long id,
      HttpServletRequest request,
      HttpServletResponse response) {
    accounts.unlink(whose.id(), Accounts.idOf(id));
    return to(whose.base(), "Unlinked.", request, response);
  }

  private List<ShownAccount> shown(Whose whose) {
    return accounts.all(whose.id()).stream().map(ShownAccount::of).toList();
  }

  private Account require(Whose whose, long id, Model model) {
    var account = accounts.require(whose.id(), Accounts.idOf(id));
    model.addAttribute("account", ShownAccount.of(account));
    return account;
  }

  private void show(Whose whose, long id, Model model) {
    accounts
        .invitation(require(whose, id, model))
        .ifPresent(invitation -> model.addAttribute("invitation", invitation));
  }

  private static void invite(Typed typed, Model model) {
    Invitation.of(typed.text("botToken"), typed.text("application"), typed.text("serverId"))
        .ifPresent(invitation -> model.addAttribute("invitation", invitation));
    model.addAttribute("bot", typed.text("application"));
  }

  /// Does what a form asks for; where it is refused, a script is told only what is wrong, so that
  /// nothing typed is lost, and else the page is shown again.
  ///
  /// @param fields all that the form has, so that what was wrong before and is not now is cleared
  private static @Nullable String taken(
      Work work,
      Supplier<String> again,
      Typed typed,
      List<String> fields,
      Model model,
      HttpServletRequest request,
      HttpServletResponse response) {
    try {
      return work.run();
    } catch (Problem problem) {
      if (problem.status() == HttpStatus.NOT_FOUND || fields.isEmpty()) {
        throw problem; // there is nothing to be typed anew
      }
      response.setStatus(Form.again(model, typed.shown(), Typed.named(problem)));
      model.addAttribute("fields", fields);
      return Pages.isPart(request) ? ERRORS : again.get();
    }
  }

  /// Where a form leads that was taken: a script goes there itself.
  private static @Nullable String to(
      String path, String notice, HttpServletRequest request, HttpServletResponse response) {
    RequestContextUtils.getOutputFlashMap(request).put("notice", notice);
    if (!Pages.isPart(request)) {
      return "redirect:" + path;
    }
    RequestContextUtils.saveOutputFlashMap(path, request, response);
    response.setHeader("HX-Redirect", path);
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    return null;
  }
}
