package easel.api.customer;

import easel.api.customer.CustomerRows.KeyRow;
import easel.api.customer.CustomerRows.Listed;
import easel.api.http.FieldErrors;
import easel.api.http.Problem;
import easel.api.page.Form;
import easel.api.page.Moment;
import easel.api.page.Page;
import easel.api.plan.Plan;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The operator's pages of customers and their keys. A key that is shown once is answered by the
/// page itself, not by a redirect: it is kept nowhere.
@Page
class CustomerPages {
  private static final String HOME = "/operator/customers";
  private static final int OF_A_PAGE = 100;
  private static final int LONGEST_NAME = 200;

  record CustomerView(long id, String name, String plan, boolean active, int accounts, int keys) {
    static CustomerView of(Listed listed) {
      var customer = listed.customer();
      return new CustomerView(
          customer.id(),
          customer.name(),
          customer.plan().name(),
          customer.active(),
          listed.accounts(),
          listed.keys());
    }
  }

  record KeyView(String id, Moment createdAt, @Nullable Moment revokedAt) {
    static KeyView of(KeyRow key) {
      return new KeyView(key.id(), Moment.of(key.createdAt()), Moment.orNull(key.revokedAt()));
    }
  }

  /// What a form says of a customer.
  private record Edit(String name, Plan plan) {
    static Edit of(String name, String plan) {
      var errors = new FieldErrors();
      errors.require("name", name);
      if (errors.isStorable("name", name) && name.strip().length() > LONGEST_NAME) {
        errors.tooLong("name", LONGEST_NAME);
      }
      var known = Arrays.stream(Plan.values()).filter(it -> it.name().equals(plan)).findFirst();
      if (known.isEmpty()) {
        errors.invalid("plan", "plan must be TRIAL, STANDARD, PRO or DEDICATED.");
      }
      errors.throwIfAny();
      return new Edit(name.strip(), known.orElseThrow());
    }
  }

  private final Customers customers;

  CustomerPages(Customers customers) {
    this.customers = customers;
  }

  @GetMapping(HOME)
  String all(@RequestParam(defaultValue = "0") long after, Model model) {
    // One more than shown tells whether there is a next page.
    var found = customers.listed(after, OF_A_PAGE + 1);
    var shown = found.stream().limit(OF_A_PAGE).map(CustomerView::of).toList();
    model.addAttribute("customers", shown);
    model.addAttribute("next", found.size() > OF_A_PAGE ? shown.getLast().id() : null);
    model.addAttribute("plans", plans());
    return "customers/list";
  }

  @PostMapping(HOME)
  String create(
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String plan,
      Model model,
      HttpServletResponse response) {
    try {
      var edit = Edit.of(name, plan);
      var created = customers.create(edit.name(), edit.plan());
      model.addAttribute("once", created.key().shownOnce());
      model.addAttribute("notice", "The customer is made.");
      return show(created.customer().id(), model);
    } catch (Problem problem) {
      response.setStatus(Form.again(model, typed(name, plan), problem));
      return all(0, model);
    }
  }

  @GetMapping(HOME + "/{id}")
  String one(@PathVariable long id, Model model) {
    return show(id, model);
  }

  @PostMapping(HOME + "/{id}")
  String change(
      @PathVariable long id,
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String plan,
      Model model,
      HttpServletResponse response,
      RedirectAttributes redirect) {
    try {
      var edit = Edit.of(name, plan);
      var _ =
          customers.change(
              id, before -> new Customer(id, edit.name(), edit.plan(), before.active()));
      redirect.addFlashAttribute("notice", "The customer is changed.");
      return toOne(id);
    } catch (Problem problem) {
      if (problem.errors().isEmpty()) {
        throw problem;
      }
      response.setStatus(Form.again(model, typed(name, plan), problem));
      return show(id, model);
    }
  }

  @PostMapping(HOME + "/{id}/active")
  String setActive(
      @PathVariable long id, @RequestParam boolean active, RedirectAttributes redirect) {
    var _ = customers.change(id, before -> new Customer(id, before.name(), before.plan(), active));
    redirect.addFlashAttribute(
        "notice",
        active
            ? "The customer is active: its keys let in again."
            : "The customer is deactivated: none of its keys lets in.");
    return toOne(id);
  }

  @PostMapping(HOME + "/{id}/keys")
  String addKey(@PathVariable long id, Model model) {
    model.addAttribute("once", customers.addKey(id).shownOnce());
    return show(id, model);
  }

  /// Where the page with the key was: what is asked for there again is not shown again.
  @GetMapping(HOME + "/{id}/keys")
  String keys(@PathVariable long id) {
    return toOne(id);
  }

  @PostMapping(HOME + "/{id}/keys/{key}/revoke")
  String revokeKey(@PathVariable long id, @PathVariable String key, RedirectAttributes redirect) {
    customers.revokeKey(id, key);
    redirect.addFlashAttribute("notice", "The key is revoked: from now on it does not let in.");
    return toOne(id);
  }

  private String show(long id, Model model) {
    var customer = customers.require(id);
    model.addAttribute("customer", customer);
    model.addAttribute("keys", customers.keys(id).stream().map(KeyView::of).toList());
    model.addAttribute("plans", plans());
    if (!model.containsAttribute("typed")) {
      model.addAttribute("typed", typed(customer.name(), customer.plan().name()));
    }
    return "customers/customer";
  }

  private static Map<String, String> typed(String name, String plan) {
    return Map.of("name", name, "plan", plan);
  }

  private static Map<String, String> plans() {
    var plans = new LinkedHashMap<String, String>();
    for (var plan : List.of(Plan.values())) {
      plans.put(plan.name(), plan.name() + ": " + told(plan));
    }
    return plans;
  }

  private static String told(Plan plan) {
    return plan.hasOneQueue()
        ? "one queue, %d jobs at once".formatted(Plan.JOBS_AT_ONCE)
        : "a queue for each linked account";
  }

  private static String toOne(long id) {
    return "redirect:" + HOME + "/" + id;
  }
}
