package easel.api.job;

import easel.api.account.Accounts;
import easel.api.customer.Customer;
import easel.api.http.FieldErrors;
import easel.api.http.Problem;
import easel.api.page.Form;
import easel.api.page.Page;
import easel.api.prompt.Parameters;
import easel.api.upload.GivenPicture.Linked;
import easel.api.upload.PictureField;
import easel.common.message.Command.Dimensions;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// A customer's page on which jobs are asked for by hand, with what becomes of them below.
@Page
class MakePages {
  private static final String HOME = "/make";
  private static final String PROMPT = "prompt";
  private static final String PICTURES = "pictures";
  private static final String ACCOUNT = "account";

  /// What can be asked for.
  enum Operation {
    IMAGINE,
    DESCRIBE,
    BLEND,
    SHORTEN;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Submissions submissions;
  private final Jobs jobs;
  private final Accounts accounts;
  private final ChosenParameters parameters;

  MakePages(Submissions submissions, Jobs jobs, Accounts accounts, Parameters parameters) {
    this.submissions = submissions;
    this.jobs = jobs;
    this.accounts = accounts;
    this.parameters = new ChosenParameters(parameters);
  }

  @GetMapping(HOME)
  String imagine(Customer customer, @RequestParam(defaultValue = "") String made, Model model) {
    return show(customer, Operation.IMAGINE, made, model);
  }

  @GetMapping(HOME + "/{operation}")
  String form(
      Customer customer,
      @PathVariable String operation,
      @RequestParam(defaultValue = "") String made,
      Model model) {
    return show(customer, operation(operation), made, model);
  }

  @PostMapping(HOME + "/{operation}")
  String make(
      Customer customer,
      @PathVariable String operation,
      @RequestParam Map<String, String> form,
      Model model,
      HttpServletResponse response,
      RedirectAttributes redirect) {
    var asked = operation(operation);
    var typed = new LinkedHashMap<>(form);
    typed.remove("_csrf");
    try {
      var job = submit(customer, asked, typed);
      // What was typed is there again, for the next one like it.
      typed.remove("key");
      redirect.addFlashAttribute("typed", typed);
      return "redirect:%s/%s?made=%s".formatted(HOME, asked.word(), job.id());
    } catch (Problem problem) {
      response.setStatus(Form.again(model, typed, problem));
      model.addAttribute("errors", besideFields(problem));
      model.addAttribute("key", typed.getOrDefault("key", ""));
      return show(customer, asked, "", model);
    }
  }

  private Job submit(Customer customer, Operation asked, Map<String, String> typed) {
    var key = IdempotencyKey.of(typed.get("key"), asked + " " + typed);
    var envelope = new Envelope(Dialect.V1, null, null, key);
    return switch (asked) {
      case IMAGINE -> imagine(customer, typed, envelope);
      case DESCRIBE -> submissions.describe(customer, Linked.of("url", typed.get("url")), envelope);
      case BLEND -> {
        var pictures = new PictureField(PICTURES, pictures(typed));
        yield submissions.blend(customer, pictures, typed.get("dimensions"), envelope);
      }
      case SHORTEN -> submissions.shorten(customer, typed.get(PROMPT), envelope);
    };
  }

  private Job imagine(Customer customer, Map<String, String> typed, Envelope envelope) {
    var errors = new FieldErrors();
    var words = typed.getOrDefault(PROMPT, "");
    if (words.isBlank()) {
      errors.invalid(PROMPT, "A prompt is expected: what the picture shows.");
    }
    var account = account(typed.getOrDefault(ACCOUNT, ""), errors);
    var text = parameters.behind(words, typed, errors);
    errors.throwIfAny();
    // Midjourney takes addresses of pictures before the words.
    var prompt = new ArrayList<String>();
    pictures(typed).forEach(picture -> prompt.add(picture.address().toString()));
    prompt.add(text);
    return submissions.imagine(
        customer, String.join(" ", prompt), PictureField.NONE, account, envelope);
  }

  private static @Nullable Long account(String given, FieldErrors errors) {
    if (given.isBlank()) {
      return null;
    }
    try {
      return Long.valueOf(given);
    } catch (NumberFormatException _) {
      errors.invalid(ACCOUNT, "One of your accounts is expected.");
      return null;
    }
  }

  private static List<Linked> pictures(Map<String, String> typed) {
    var addresses =
        typed.getOrDefault(PICTURES, "").lines().filter(line -> !line.isBlank()).toList();
    var pictures = new ArrayList<Linked>();
    for (int i = 0; i < addresses.size(); i++) {
      pictures.add(Linked.of("Picture %d".formatted(i + 1), addresses.get(i)));
    }
    return pictures;
  }

  // A picture by its number belongs to the field of pictures; what names no field, to the prompt if
  // it is about one.
  private static Map<String, String> besideFields(Problem problem) {
    var errors = new LinkedHashMap<String, String>();
    Form.errors(problem)
        .forEach(
            (field, detail) ->
                errors.merge(
                    field.startsWith("Picture ") ? PICTURES : field,
                    detail,
                    (one, other) -> one + " " + other));
    if (problem.code().equals("banned-word")) {
      errors.put(PROMPT, problem.detail());
    }
    return errors;
  }

  private String show(Customer customer, Operation operation, String made, Model model) {
    model.addAttribute("operation", operation.word());
    model.addAttribute(
        "operations", Arrays.stream(Operation.values()).map(Operation::word).toList());
    model.addAttribute("accounts", accounts(customer));
    model.addAttribute("speeds", speeds());
    model.addAttribute("dimensions", dimensions());
    model.addAttribute(
        "made", jobs.find(customer, made).map(job -> job.id().toString()).orElse(null));
    if (!model.containsAttribute("key")) {
      model.addAttribute("key", UUID.randomUUID().toString());
    }
    return "make/make";
  }

  private Map<String, String> accounts(Customer customer) {
    var choices = new LinkedHashMap<String, String>();
    choices.put("", "in turn");
    for (var account : accounts.linked(customer.id())) {
      choices.put(
          account.id().toString(),
          account.usable() ? account.label() : account.label() + " (takes no jobs now)");
    }
    return choices;
  }

  private static Map<String, String> speeds() {
    var choices = new LinkedHashMap<String, String>();
    choices.put("", "as the account is set");
    choices.put("fast", "fast");
    choices.put("relax", "relax");
    choices.put("turbo", "turbo");
    return choices;
  }

  private static Map<String, String> dimensions() {
    var choices = new LinkedHashMap<String, String>();
    choices.put("", "as Midjourney chooses");
    for (var form : Dimensions.values()) {
      choices.put(form.name(), form.name().toLowerCase(Locale.ROOT));
    }
    return choices;
  }

  private static Operation operation(String word) {
    return Arrays.stream(Operation.values())
        .filter(operation -> operation.word().equals(word))
        .findFirst()
        .orElseThrow(() -> Problem.notFound("page"));
  }
}
