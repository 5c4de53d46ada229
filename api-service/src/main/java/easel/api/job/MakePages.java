package easel.api.job;

import easel.api.account.Accounts;
import easel.api.customer.Customer;
import easel.api.digest.Sha256;
import easel.api.http.FieldErrors;
import easel.api.http.Problem;
import easel.api.page.Form;
import easel.api.page.Page;
import easel.api.page.SentFile;
import easel.api.page.SentForm;
import easel.api.prompt.Parameters;
import easel.api.upload.GivenPicture;
import easel.api.upload.GivenPicture.Attached;
import easel.api.upload.GivenPicture.Linked;
import easel.api.upload.GivenPictures;
import easel.api.upload.PictureField;
import easel.common.message.Command.Dimensions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
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
  private static final String FILES = "files";
  private static final String URL = "url";
  private static final String ACCOUNT = "account";

  /// What is said where files were chosen, which no page can show again.
  private static final String CHOOSE_AGAIN = "chooseAgain";

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
      HttpServletRequest request,
      Model model,
      HttpServletResponse response,
      RedirectAttributes redirect) {
    var asked = operation(operation);
    var typed = new LinkedHashMap<>(form);
    typed.remove("_csrf");
    List<SentFile> files = List.of();
    try {
      files = SentForm.of(request).files();
      var job = submit(customer, asked, typed, files);
      // What was typed is there again, for the next one like it.
      typed.remove("key");
      redirect.addFlashAttribute("typed", typed);
      if (!files.isEmpty()) {
        redirect.addFlashAttribute(
            CHOOSE_AGAIN, "For one more with the same files, choose them again: " + names(files));
      }
      return "redirect:%s/%s?made=%s#made".formatted(HOME, asked.word(), job.id());
    } catch (Problem problem) {
      var isUsed = problem.code().equals(IdempotencyKey.USED);
      response.setStatus(Form.again(model, typed, isUsed ? usedForm() : problem));
      model.addAttribute("errors", besideFields(problem));
      if (!files.isEmpty()) {
        model.addAttribute(
            CHOOSE_AGAIN, "A browser does not keep files, choose them again: " + names(files));
      }
      if (!isUsed) {
        model.addAttribute("key", typed.getOrDefault("key", ""));
      }
      return show(customer, asked, "", model);
    }
  }

  private static Problem usedForm() {
    return Problem.conflict(
        IdempotencyKey.USED,
        "This form was sent before with something else in it. Nothing was made now: press Make once"
            + " more for what stands here.");
  }

  private Job submit(
      Customer customer, Operation asked, Map<String, String> typed, List<SentFile> files) {
    var key = IdempotencyKey.of(typed.get("key"), asked + " " + typed + digests(files));
    var envelope = new Envelope(Dialect.V1, null, null, key);
    var attached =
        files.stream().map(file -> new Attached(quoted(file.name()), file.content())).toList();
    return switch (asked) {
      case IMAGINE -> imagine(customer, typed, attached, envelope);
      case DESCRIBE -> submissions.describe(customer, described(typed, attached), envelope);
      case BLEND -> {
        var pictures = new ArrayList<GivenPicture>(pictures(typed));
        pictures.addAll(attached);
        yield submissions.blend(
            customer, new PictureField(PICTURES, pictures), typed.get("dimensions"), envelope);
      }
      case SHORTEN -> submissions.shorten(customer, typed.get(PROMPT), envelope);
    };
  }

  // Without files it reads as it did before there were any, so that a form that was sent before an
  // update is still the same.
  private static String digests(List<SentFile> files) {
    return files.stream()
        .map(file -> " " + Sha256.of(file.content()).hex())
        .collect(Collectors.joining());
  }

  private static String names(List<SentFile> files) {
    return files.stream().map(file -> quoted(file.name())).collect(Collectors.joining(", "));
  }

  private static String quoted(String name) {
    return "\"%s\"".formatted(name);
  }

  private static GivenPicture described(Map<String, String> typed, List<Attached> attached) {
    var address = typed.getOrDefault(URL, "");
    var errors = new FieldErrors();
    if (attached.size() > 1) {
      errors.invalid(FILES, "One file is expected.");
    } else if (address.isBlank() == attached.isEmpty()) {
      var expected =
          address.isBlank()
              ? "An address or a file is expected."
              : "Either an address or a file is expected, not both.";
      errors.invalid(URL, expected);
      errors.invalid(FILES, expected);
    }
    errors.throwIfAny();
    return attached.isEmpty() ? Linked.of(URL, address) : attached.getFirst();
  }

  private Job imagine(
      Customer customer, Map<String, String> typed, List<Attached> attached, Envelope envelope) {
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
        customer, String.join(" ", prompt), new PictureField(FILES, attached), account, envelope);
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

  // An address by its number belongs to the field of addresses, and a file by its name, in quotes,
  // to that of files; what names no field, to the one that it is about.
  private static Map<String, String> besideFields(Problem problem) {
    var errors = new LinkedHashMap<String, String>();
    for (var error : problem.errors()) {
      var detail =
          error.code().equals(GivenPictures.TOO_LARGE)
              ? error.field() + " must not exceed 10 MiB."
              : error.detail();
      errors.merge(formField(error.field()), detail, (one, other) -> one + " " + other);
    }
    switch (problem.code()) {
      case "banned-word" -> errors.put(PROMPT, problem.detail());
      case SentForm.TOO_LARGE -> errors.put(FILES, problem.detail());
      default -> {}
    }
    return errors;
  }

  private static String formField(String field) {
    if (field.startsWith("Picture ")) {
      return PICTURES;
    }
    return field.startsWith("\"") ? FILES : field;
  }

  private String show(Customer customer, Operation operation, String made, Model model) {
    model.addAttribute("operation", operation.word());
    model.addAttribute(
        "operations", Arrays.stream(Operation.values()).map(Operation::word).toList());
    model.addAttribute("accounts", accounts(customer));
    model.addAttribute("oneQueue", customer.plan().hasOneQueue());
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
    choices.put("", "default");
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
