package easel.api.job;

import easel.api.customer.Customers;
import easel.api.http.Problem;
import easel.api.page.Page;
import easel.api.page.Pages;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// The operator's page of one job, whosever it is: to look at, not to act on.
@Page
class OperatorJobPages {
  private static final String HOME = Pages.OPERATOR + "/jobs";

  private final Jobs jobs;
  private final JobDetails details;
  private final Customers customers;

  OperatorJobPages(Jobs jobs, JobDetails details, Customers customers) {
    this.jobs = jobs;
    this.details = details;
    this.customers = customers;
  }

  /// Where the form leads into which an id is typed.
  @GetMapping(HOME)
  String found(
      @RequestParam(defaultValue = "") String id, Model model, HttpServletResponse response) {
    var found = jobs.findAnyones(id.strip());
    if (found.isPresent()) {
      return "redirect:" + HOME + "/" + found.get().id();
    }
    response.setStatus(HttpServletResponse.SC_NOT_FOUND);
    model.addAttribute("typed", Map.of("id", id));
    model.addAttribute("errors", Map.of("id", "There is no job with this id."));
    return "forward:" + Pages.OPERATOR + "/failures";
  }

  @GetMapping(HOME + "/{id}")
  String job(@PathVariable String id, Model model) {
    show(id, model);
    return "jobs/operator";
  }

  /// The part of the page that changes, unless it looks as before.
  @GetMapping(HOME + "/{id}/live")
  @Nullable String live(
      @PathVariable String id,
      @RequestParam(defaultValue = "") String seen,
      Model model,
      HttpServletResponse response) {
    if (seen.equals(show(id, model).version())) {
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return null;
    }
    return "jobs/live :: changed";
  }

  private JobPage show(String id, Model model) {
    var job = require(id);
    var customer = customers.require(job.customer());
    var page = details.of(customer, job);
    model.addAttribute("job", job);
    model.addAttribute("page", page);
    model.addAttribute("ofOperator", true);
    model.addAttribute("customer", customer);
    return page;
  }

  private Job require(String id) {
    return jobs.findAnyones(id).orElseThrow(() -> Problem.notFound("job"));
  }
}
