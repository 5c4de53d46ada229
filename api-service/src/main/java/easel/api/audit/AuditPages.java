package easel.api.audit;

import easel.api.audit.AuditRows.Entry;
import easel.api.page.Moment;
import easel.api.page.Page;
import java.util.List;
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
      @RequestParam(required = false) @Nullable Long customer,
      @RequestParam(required = false) @Nullable Kind kind,
      @RequestParam(required = false) @Nullable Long before,
      Model model) {
    // One more than shown tells whether there is a next page.
    var found = rows.page(customer, kind, before, OF_A_PAGE + 1);
    var shown = found.stream().limit(OF_A_PAGE).toList();
    model.addAttribute("entries", shown.stream().map(this::view).toList());
    model.addAttribute("next", found.size() > OF_A_PAGE ? shown.getLast().id() : null);
    model.addAttribute("customer", customer);
    model.addAttribute("kind", kind);
    model.addAttribute("kinds", Kind.values());
    return "audit/list";
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
