package easel.api.audit;

import easel.api.audit.AuditRows.Entry;
import easel.api.http.FieldErrors;
import easel.api.http.Problem;
import easel.api.page.Form;
import easel.api.page.Moment;
import easel.api.page.Page;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.json.JsonMapper;

/// The operator's page of who changed what.
@Page
class AuditPages {
  private static final int OF_A_PAGE = 50;

  record EntryView(
      Moment at,
      String actor,
      @Nullable Long customer,
      @Nullable String customerName,
      String kind,
      String subject,
      List<Fact> facts) {}

  private final AuditRows rows;
  private final JsonMapper json;

  AuditPages(AuditRows rows, JsonMapper json) {
    this.rows = rows;
    this.json = json;
  }

  @GetMapping("/operator/audit")
  String page(
      @RequestParam(defaultValue = "") String customer,
      @RequestParam(defaultValue = "") String kind,
      @RequestParam(defaultValue = "") String before,
      Model model,
      HttpServletResponse response) {
    var last = cursor(before);
    model.addAttribute("customer", customer);
    model.addAttribute("kind", kind);
    model.addAttribute("kinds", Kind.values());
    try {
      var errors = new FieldErrors();
      var ofCustomer = numberOf(customer.strip(), errors);
      var ofKind = kindOf(kind, errors);
      errors.throwIfAny();
      // One more than shown tells whether there is a next page.
      var found = rows.page(ofCustomer, ofKind, last, OF_A_PAGE + 1);
      var shown = found.stream().limit(OF_A_PAGE).toList();
      model.addAttribute("entries", shown.stream().map(this::view).toList());
      model.addAttribute("next", found.size() > OF_A_PAGE ? shown.getLast().id() : null);
    } catch (Problem problem) {
      model.addAttribute("entries", List.of());
      response.setStatus(Form.again(model, Map.of(), problem));
    }
    return "audit/list";
  }

  private static @Nullable Long cursor(String before) {
    if (before.isEmpty()) {
      return null;
    }
    try {
      return Long.valueOf(before);
    } catch (NumberFormatException _) {
      throw Problem.invalid("before", "invalid-cursor", "This page of the list does not exist.");
    }
  }

  private static @Nullable Long numberOf(String customer, FieldErrors errors) {
    if (customer.isEmpty()) {
      return null;
    }
    try {
      return Long.valueOf(customer);
    } catch (NumberFormatException _) {
      errors.invalid("customer", "A customer's number is expected, such as 7.");
      return null;
    }
  }

  private static @Nullable Kind kindOf(String kind, FieldErrors errors) {
    if (kind.isEmpty()) {
      return null;
    }
    var known = Arrays.stream(Kind.values()).filter(some -> some.name().equals(kind)).findFirst();
    if (known.isEmpty()) {
      errors.invalid("kind", "One of these kinds is expected.");
    }
    return known.orElse(null);
  }

  private EntryView view(Entry entry) {
    return new EntryView(
        Moment.of(entry.at()),
        entry.actor(),
        entry.customer(),
        entry.customerName(),
        entry.kind().told(),
        entry.subject(),
        List.of(json.readValue(entry.facts(), Fact[].class)));
  }
}
