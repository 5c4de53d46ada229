package easel.api.job;

import easel.api.customer.Customer;
import easel.api.http.Problem;
import easel.api.job.JobFilter.Fields;
import easel.api.job.JobPage.Badge;
import easel.api.job.SearchRows.Choice;
import easel.api.page.Form;
import easel.api.page.Page;
import easel.api.upload.GivenPicture;
import easel.common.id.JobId;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The pages of a customer's jobs: found, looked at, acted on.
@Page
class JobPages {
  static final int PAGE = 48;
  private static final View NOTHING = (_, _, _) -> {};

  /// Something that can be chosen in a form.
  record Option(String value, String label) {}

  private final Search search;
  private final Jobs jobs;
  private final JobDetails details;
  private final ListedJobs listedJobs;
  private final Submissions submissions;
  private final Retries retries;
  private final BulkActions bulk;

  JobPages(
      Search search,
      Jobs jobs,
      JobDetails details,
      ListedJobs listedJobs,
      Submissions submissions,
      Retries retries,
      BulkActions bulk) {
    this.search = search;
    this.jobs = jobs;
    this.details = details;
    this.listedJobs = listedJobs;
    this.submissions = submissions;
    this.retries = retries;
    this.bulk = bulk;
  }

  /// What makes two clicks on a button of a result one press.
  @ModelAttribute("pressKey")
  String pressKey() {
    return UUID.randomUUID().toString();
  }

  @GetMapping("/jobs")
  String list(
      Customer customer,
      Fields fields,
      @RequestParam(defaultValue = "") String view,
      @RequestParam(defaultValue = "") String before,
      Model model,
      HttpServletResponse response) {
    var table = view.equals("table");
    var last = cursor("before", before);
    try {
      var filter = filter(customer, fields);
      var found = search.page(customer, filter, last, PAGE);
      var listed = listedJobs.of(found.jobs());
      model.addAttribute("jobs", listed);
      model.addAttribute("open", table ? null : ListedJobs.whereOpenOnesAre(listed));
      model.addAttribute("filtered", !filter.isEmpty());
      model.addAttribute(
          "older", found.older() ? address(fields, table, listed.getLast().id()) : null);
      model.addAttribute("newest", before.isEmpty() ? null : address(fields, table, ""));
      addForm(customer, fields, table, model);
      return "jobs/list";
    } catch (Problem problem) {
      return listNothing(customer, fields, table, problem, model, response);
    }
  }

  @GetMapping("/jobs/{id}")
  String one(Customer customer, @PathVariable String id, Model model) {
    return show(customer, require(customer, id), model);
  }

  /// The part of a job's page that changes, unless it looks as before.
  @GetMapping("/jobs/{id}/live")
  ModelAndView live(
      Customer customer,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String seen,
      Model model) {
    var job = require(customer, id);
    var page = details.of(customer, job);
    if (seen.equals(page.version())) {
      var nothing = new ModelAndView(NOTHING);
      nothing.setStatus(HttpStatus.NO_CONTENT);
      return nothing;
    }
    model.addAttribute("job", job);
    model.addAttribute("page", page);
    return new ModelAndView("jobs/live :: changed");
  }

  @PostMapping("/jobs/{id}/press")
  String press(
      Customer customer,
      @PathVariable String id,
      @RequestParam String button,
      @RequestParam(required = false) @Nullable String prompt,
      @RequestParam(required = false) @Nullable String mask,
      @RequestParam(required = false) @Nullable String key,
      Model model,
      HttpServletResponse response,
      RedirectAttributes redirect) {
    var pressed = require(customer, id);
    var asked = "press %s\n%s\n%s\n%s".formatted(id, button, prompt, mask);
    try {
      var job =
          submissions.press(
              customer,
              pressed,
              new ButtonName.Label(button),
              prompt,
              GivenPicture.optional("mask", mask),
              new Envelope(Dialect.V1, null, null, IdempotencyKey.ofForm(key, asked)));
      redirect.addFlashAttribute("notice", "%s was pressed: this is its job.".formatted(button));
      return "redirect:/jobs/" + job.id();
    } catch (Problem problem) {
      if (prompt != null) {
        Buttons.find(pressed.buttons(), button)
            .map(offered -> RefusedPress.of(offered, prompt, mask, problem))
            .ifPresent(refused -> model.addAttribute("refused", refused));
      }
      return again(customer, pressed, problem, model, response);
    }
  }

  @PostMapping("/jobs/{id}/cancel")
  String cancel(
      Customer customer,
      @PathVariable String id,
      Model model,
      HttpServletResponse response,
      RedirectAttributes redirect) {
    var job = require(customer, id);
    try {
      var cancelled = jobs.cancel(customer, id);
      redirect.addFlashAttribute(
          "notice",
          cancelled.status() == Status.CANCELLED
              ? "Cancelled."
              : "Asked to be cancelled: its end tells what became of it.");
      return "redirect:/jobs/" + job.id();
    } catch (Problem problem) {
      return again(customer, require(customer, id), problem, model, response);
    }
  }

  @PostMapping("/jobs/{id}/retry")
  String retry(
      Customer customer,
      @PathVariable String id,
      Model model,
      HttpServletResponse response,
      RedirectAttributes redirect) {
    var job = require(customer, id);
    try {
      var again = retries.retry(customer, job);
      redirect.addFlashAttribute("notice", "Submitted again: this is the new job.");
      return "redirect:/jobs/" + again.id();
    } catch (Problem problem) {
      return again(customer, job, problem, model, response);
    }
  }

  /// Asks whether all that match are to be cancelled, and says how many they are.
  @GetMapping("/jobs/cancel")
  String askToCancelAll(
      Customer customer,
      Fields fields,
      @RequestParam(defaultValue = "") String view,
      Model model,
      HttpServletResponse response) {
    return ask(BulkActions.Kind.CANCEL, customer, fields, view, model, response);
  }

  /// Asks whether all that match are to be submitted again, and says how many they are.
  @GetMapping("/jobs/retry")
  String askToRetryAll(
      Customer customer,
      Fields fields,
      @RequestParam(defaultValue = "") String view,
      Model model,
      HttpServletResponse response) {
    return ask(BulkActions.Kind.RETRY, customer, fields, view, model, response);
  }

  @PostMapping("/jobs/cancel")
  String cancelAll(
      Customer customer,
      Fields fields,
      @RequestParam(defaultValue = "") String view,
      @RequestParam String upTo,
      RedirectAttributes redirect) {
    var asked = bulk.cancel(customer, filter(customer, fields), cursor("upTo", upTo));
    redirect.addFlashAttribute(
        "notice", "%s asked to be cancelled.".formatted(BulkActions.jobs(asked)));
    return "redirect:" + address(fields, view.equals("table"), "");
  }

  @PostMapping("/jobs/retry")
  String retryAll(
      Customer customer,
      Fields fields,
      @RequestParam(defaultValue = "") String view,
      @RequestParam String upTo,
      @RequestParam long change,
      RedirectAttributes redirect) {
    var outcome = bulk.retry(customer, filter(customer, fields), cursor("upTo", upTo), change);
    var submitted = "%s submitted again.".formatted(BulkActions.jobs(outcome.submitted()));
    redirect.addFlashAttribute(
        "notice",
        outcome.refused() == 0
            ? submitted
            : "%s %s could not be: %s"
                .formatted(submitted, BulkActions.jobs(outcome.refused()), outcome.refusal()));
    return "redirect:" + address(fields, view.equals("table"), "");
  }

  private String ask(
      BulkActions.Kind kind,
      Customer customer,
      Fields fields,
      String view,
      Model model,
      HttpServletResponse response) {
    try {
      var matching = bulk.matching(kind, customer, filter(customer, fields));
      model.addAttribute("kind", kind);
      model.addAttribute("matching", matching);
      model.addAttribute("typed", fields.typed());
      model.addAttribute("view", view);
      model.addAttribute("back", address(fields, view.equals("table"), ""));
      return "jobs/all";
    } catch (Problem problem) {
      return listNothing(customer, fields, view.equals("table"), problem, model, response);
    }
  }

  /// The list where what was typed cannot be looked for.
  private String listNothing(
      Customer customer,
      Fields fields,
      boolean table,
      Problem problem,
      Model model,
      HttpServletResponse response) {
    model.addAttribute("jobs", List.of());
    model.addAttribute("filtered", true);
    addForm(customer, fields, table, model);
    response.setStatus(Form.again(model, fields.typed(), problem));
    return "jobs/list";
  }

  private String show(Customer customer, Job job, Model model) {
    model.addAttribute("job", job);
    model.addAttribute("page", details.of(customer, job));
    return "jobs/job";
  }

  /// The page of a job with which something could not be done.
  private String again(
      Customer customer, Job job, Problem problem, Model model, HttpServletResponse response) {
    if (!problem.status().is4xxClientError() || problem.status() == HttpStatus.NOT_FOUND) {
      throw problem;
    }
    response.setStatus(problem.status().value());
    model.addAttribute("problem", problem.detail());
    return show(customer, job, model);
  }

  private void addForm(Customer customer, Fields fields, boolean table, Model model) {
    model.addAttribute("typed", fields.typed());
    model.addAttribute("table", table);
    model.addAttribute(
        "accounts", search.accounts(customer).stream().map(JobPages::option).toList());
    model.addAttribute(
        "operations",
        Arrays.stream(Operation.values()).map(it -> new Option(it.name(), it.label())).toList());
    model.addAttribute(
        "states",
        Arrays.stream(Status.values())
            .map(it -> new Option(it.name(), Badge.of(it).text()))
            .toList());
    model.addAttribute("galleryAddress", address(fields, false, ""));
    model.addAttribute("tableAddress", address(fields, true, ""));
    model.addAttribute("cancelAddress", fields.address("/jobs/cancel", view(table)));
    model.addAttribute("retryAddress", fields.address("/jobs/retry", view(table)));
  }

  private static Option option(Choice account) {
    return new Option(
        account.id().toString(),
        account.linked() ? account.label() : account.label() + " (not linked any more)");
  }

  private JobFilter filter(Customer customer, Fields fields) {
    var accounts = search.accounts(customer).stream().map(it -> it.id().value()).toList();
    return JobFilter.of(fields, accounts);
  }

  private Job require(Customer customer, String id) {
    return jobs.find(customer, id).orElseThrow(() -> Problem.notFound("job"));
  }

  private static String address(Fields fields, boolean table, String before) {
    return fields.address("/jobs", Map.of("view", table ? "table" : "", "before", before));
  }

  private static Map<String, String> view(boolean table) {
    return Map.of("view", table ? "table" : "");
  }

  private static @Nullable JobId cursor(String field, String given) {
    if (given.isEmpty()) {
      return null;
    }
    try {
      return new JobId(UUID.fromString(given));
    } catch (IllegalArgumentException _) {
      throw Problem.invalid(field, "invalid-cursor", "This page of the list does not exist.");
    }
  }
}
